package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.shoestring.pipeline.PipePipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.Kind;
import org.shoestring.table.Recipe;
import org.shoestring.transform.PipeLines;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.ShellCommand;

/** {@code pipe: INPUT}, with a {@code command} that answers a line with a line. */
record PipeStage(
    String name,
    String where,
    Reference input,
    CommandTemplate command,
    Columns columns,
    boolean keepAlive,
    long memory)
    implements Stage {
  private static final List<String> KEYS =
      List.of(PipePipeline.TYPE, "command", "columns", "keep-alive", "files", "memory");

  static Stage read(String name, YamlNode.Fields fields, Set<String> stages) {
    String type = PipePipeline.TYPE;
    fields.allow("a " + type + " stage", KEYS);
    YamlNode input = fields.require(type, "stage " + name);
    YamlNode line = fields.require("command", "stage " + name);
    YamlNode alive = fields.get("keep-alive");
    return new PipeStage(
        name,
        fields.where(),
        Reference.parse(input.where(), input.text(type)),
        CommandTemplate.read(line, List.of(), stages, SharedKeys.files(fields)),
        SharedKeys.columns(fields, name),
        alive != null && Boolean.parseBoolean(alive.value("keep-alive", new Kind.Flag())),
        SharedKeys.memory(fields));
  }

  @Override
  public String type() {
    return PipePipeline.TYPE;
  }

  @Override
  public List<Reference> inputs() {
    return command.inputsAfter(input);
  }

  @Override
  public StageWork work(StageContext context) throws IOException {
    Path folder = context.experiment().folder();
    List<Recipe.Input> inputs = command.inputs(context);
    PipePipeline.Command complete =
        new PipePipeline.Command(
            () ->
                new PipeLines.Program(
                    ShellCommand.of(
                        command.expand(context, copies(context, inputs), Map.of()),
                        folder.toString()),
                    keepAlive,
                    memory,
                    columns,
                    command.text()),
            columns,
            command.facts(context.experiment()),
            inputs);
    return PipePipeline.work(context.table(input), context.fields(input), complete);
  }

  @Override
  public Lineage lineage(StageContext context) {
    return (table, line) -> new Lineage.InputLine(input, line); // It answers a line with a line.
  }

  /** Local copies are named after what they are copies of, so that a later run finds them. */
  private static Path copies(StageContext context, List<Recipe.Input> inputs) {
    Recipe named = new Recipe("copies", List.of(), inputs);
    return context.workDir().resolve(named.outputName());
  }
}
