package org.shoestring.experiment.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.KnownTables;
import org.shoestring.experiment.Lineage;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.StageType;
import org.shoestring.experiment.command.CommandSeed;
import org.shoestring.experiment.command.CommandTemplate;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.pipeline.PipePipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.Kind;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.piping.PipeLines;
import org.shoestring.tsv.Columns;

/** {@code pipe: INPUT}, with a {@code command} that answers a line with a line. */
public record PipeStage(
    String name,
    String where,
    Reference input,
    CommandTemplate command,
    Columns columns,
    boolean keepAlive,
    long memory)
    implements Stage {
  /** Its type. */
  public static final class Type implements StageType {
    @Override
    public String name() {
      return PipePipeline.TYPE;
    }

    @Override
    public Stage read(
        String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
      return PipeStage.read(name, fields, stages, commands);
    }
  }

  private static Stage read(
      String name, YamlNode.Fields fields, Set<String> stages, CommandSettings around) {
    String type = PipePipeline.TYPE;
    fields.allow("a " + type + " stage", CommonFields.ofCommand(type, "columns", "keep-alive"));
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
            CommonFields.files(fields),
            new CommandSeed(CommonFields.seed(fields), false)),
        CommonFields.columns(fields, name),
        alive != null && Boolean.parseBoolean(alive.value("keep-alive", new Kind.Flag())),
        CommonFields.memory(fields));
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
    return Optional.of(Map.of(TableName.MAIN, columns));
  }

  @Override
  public void checkFiles(Path folder) {
    command.facts().checkFiles(folder);
  }

  @Override
  public boolean runsPrograms() {
    return true;
  }

  @Override
  public StageWork work(StageContext context) throws IOException {
    PipeLines.Program program =
        new PipeLines.Program(
            command.portable(context),
            keepAlive,
            memory,
            columns,
            command.text(),
            true,
            command.named(context));
    PipePipeline.Command identified =
        new PipePipeline.Command(program, command.facts().of(context), command.inputs(context));
    return PipePipeline.work(context.table(input), context.fields(input), identified);
  }

  @Override
  public List<String> unwatched(Experiment experiment) throws IOException {
    return command.facts().unwatched(experiment);
  }

  @Override
  public Lineage lineage(StageContext context) {
    return (table, line) -> new Lineage.InputLine(input, line); // It answers a line with a line.
  }
}
