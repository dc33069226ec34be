package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shoestring.pipeline.PipePipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.Kind;
import org.shoestring.table.Output;
import org.shoestring.table.Recipe;
import org.shoestring.table.SharedCopy;
import org.shoestring.table.Table;
import org.shoestring.train.TrainWork;
import org.shoestring.transform.PipeLines;
import org.shoestring.transform.ProgramLog;
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
  static Stage read(
      String name, YamlNode.Fields fields, Set<String> stages, CommandSettings around) {
    String type = PipePipeline.TYPE;
    fields.allow("a " + type + " stage", SharedKeys.ofCommand(type, "columns", "keep-alive"));
    YamlNode input = fields.require(type, "stage " + name);
    YamlNode line = fields.require("command", "stage " + name);
    YamlNode alive = fields.get("keep-alive");
    return new PipeStage(
        name,
        fields.where(),
        Reference.parse(input.where(), input.text(type)),
        CommandTemplate.read(
            line,
            List.of(),
            stages,
            CommandSettings.read(fields, around),
            SharedKeys.files(fields),
            new CommandSeed(SharedKeys.seed(fields), false)),
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
  public Optional<Map<String, Columns>> tables(KnownTables known) {
    Optional<List<String>> unused = known.chosen(input);
    command.inputs().forEach(known::check);
    return Optional.of(Map.of(Table.MAIN, columns));
  }

  @Override
  public void checkFiles(Path folder) {
    command.facts().checkFiles(folder);
  }

  @Override
  public StageWork work(StageContext context) throws IOException {
    List<Recipe.Input> inputs = command.inputs(context);
    PipePipeline.Command complete =
        new PipePipeline.Command(
            output -> program(context, inputs, output),
            columns,
            command.facts().of(context),
            inputs);
    return PipePipeline.work(context.table(input), context.fields(input), complete);
  }

  /** The program, with local copies of what its command names. */
  private PipeLines.Program program(StageContext context, List<Recipe.Input> inputs, Output output)
      throws IOException {
    Path folder = copies(context, inputs);
    ShellCommand complete = command.command(context, folder, Map.of());
    List<SharedCopy> copies = new ArrayList<>();
    for (String name : command.inputNames()) {
      copies.add(SharedCopy.of(name, folder.resolve(name)));
    }
    Path logs = context.workDir().resolve(output.name()).resolve(TrainWork.LOGS);
    ProgramLog.sweep(logs);
    return new PipeLines.Program(
        complete, keepAlive, memory, columns, command.text(), copies, logs.toString());
  }

  @Override
  public List<String> unwatched(Experiment experiment) throws IOException {
    return command.facts().unwatched(experiment);
  }

  @Override
  public Lineage lineage(StageContext context) {
    return (table, line) -> new Lineage.InputLine(input, line); // It answers a line with a line.
  }

  /**
   * Local copies are named after what they are copies of, and how the command names them, so that a
   * later run finds them.
   */
  private Path copies(StageContext context, List<Recipe.Input> inputs) {
    List<Recipe.Fact> names =
        command.inputNames().stream().map(name -> new Recipe.Fact("name", name)).toList();
    Recipe named = new Recipe("copies", names, inputs);
    return context.workDir().resolve(named.outputName());
  }
}
