package org.shoestring.experiment.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import org.shoestring.spec.TimeSpans;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.piping.FailurePolicy;
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
    FailurePolicy policy,
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
    fields.allow(
        "a " + type + " stage",
        CommonFields.ofCommand(type, "columns", "keep-alive", "repeat", "timeout"));
    YamlNode input = fields.require(type, "stage " + name);
    YamlNode line = fields.require("command", "stage " + name);
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
        flag(fields, "keep-alive"),
        new FailurePolicy(flag(fields, "repeat"), timeout(fields.get("timeout"))),
        CommonFields.memory(fields));
  }

  private static boolean flag(YamlNode.Fields fields, String key) {
    YamlNode node = fields.get(key);
    return node != null && Boolean.parseBoolean(node.value(key, new Kind.Flag()));
  }

  private static Duration timeout(@Nullable YamlNode node) {
    return node == null
        ? Duration.ZERO
        : TimeSpans.setting(node.where() + ": timeout", node.text("timeout"));
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
    List<Recipe.Fact> facts = command.facts().of(context); // First: they find the files.
    PipeLines.Program program =
        new PipeLines.Program(
            command.portable(context),
            keepAlive,
            memory,
            columns,
            command.text(),
            true,
            command.named(context),
            policy);
    PipePipeline.Command identified =
        new PipePipeline.Command(program, facts, command.inputs(context));
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
