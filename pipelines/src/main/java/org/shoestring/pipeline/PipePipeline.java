package org.shoestring.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.options.WorkerOptions;
import org.shoestring.spec.TimeSpans;
import org.shoestring.table.Commit;
import org.shoestring.table.Table;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.piping.FailurePolicy;
import org.shoestring.transform.piping.PipeLines;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.ShellCommand;

/** The {@code pipe} stage: a table's lines through a program that answers a line with a line. */
public final class PipePipeline {
  /** The stage type. */
  public static final String TYPE = "pipe";

  private PipePipeline() {}

  /** The options of {@link #main}. */
  public interface Options extends StageOptions {
    @Description("The folder of the table to pipe, FOLDER[:COLUMN]")
    @Validation.Required
    String getInput();

    void setInput(String input);

    @Description("The program, a shell command. Files that it names must be on every worker")
    @Validation.Required
    String getCommand();

    void setCommand(String command);

    @Description("The columns of the lines that it prints, separated by ','")
    @Validation.Required
    String getColumns();

    void setColumns(String columns);

    @Description("Whether the program flushes each line, and so can process many shards")
    @Default.Boolean(false)
    boolean getKeepAlive();

    void setKeepAlive(boolean keepAlive);

    @Description(
        "Whether the program may be given the lines of a shard again after it failed: the shard is"
            + " tried two more times")
    @Default.Boolean(false)
    boolean getRepeat();

    void setRepeat(boolean repeat);

    @Description("How long the program may print nothing, for example 10m; it is ended then")
    @Nullable String getTimeout();

    void setTimeout(@Nullable String timeout);
  }

  /**
   * A program with what identifies it.
   *
   * @param facts of its recipe: the command as written, hashes of its files
   * @param inputs of its recipe beside the table: outputs that its command names
   */
  public record Command(
      PipeLines.Program program, List<Recipe.Fact> facts, List<Recipe.Input> inputs) {}

  /**
   * The work on some columns of a table.
   *
   * @param fields the places of the columns that are fed
   */
  public static StageWork work(Table table, int[] fields, Command command) {
    List<Recipe.Fact> facts = new ArrayList<>(command.facts());
    List<String> fed = new ArrayList<>();
    for (int field : fields) {
      fed.add(table.columns().names().get(field));
    }
    facts.add(new Recipe.Fact("fed", String.join(",", fed)));
    facts.add(new Recipe.Fact("columns", String.join(",", command.program().columns().names())));
    List<Recipe.Input> inputs = new ArrayList<>(List.of(InputTables.of("input", table)));
    inputs.addAll(command.inputs());
    Recipe recipe = new Recipe(TYPE, facts, inputs);
    int units = table.shards().size();
    return new BeamWork(
        recipe,
        units,
        InputTables.bytes(table),
        (pipeline, output) -> {
          PipeLines.Program program =
              WorkerOptions.areElsewhere(pipeline.getOptions())
                  ? command.program().sentWith(output)
                  : command.program();
          PipeLines pipe = PipeLines.of(program, table, fields, output);
          pipeline
              .apply("ReadShards", ReadShards.of(table).sparing(pipe.spare()))
              .apply("Pipe", pipe)
              .apply(
                  "Commit",
                  CommitOutput.of(
                      Commit.of(output, recipe, Map.of(TableName.MAIN, program.columns()), units)));
        });
  }

  /** Pipes one column or all of a table through a program, and prints where the output lies. */
  public static void main(String[] args) {
    StageMain.run(
        args,
        Options.class,
        (options, stores) -> {
          Columns columns = new Columns(List.of(options.getColumns().split(",", -1)));
          String timeout = options.getTimeout();
          FailurePolicy policy =
              new FailurePolicy(
                  options.getRepeat(),
                  timeout == null ? Duration.ZERO : TimeSpans.setting("--timeout", timeout));
          PipeLines.Program program =
              new PipeLines.Program(
                  ShellCommand.of(options.getCommand(), "."),
                  options.getKeepAlive(),
                  0,
                  columns,
                  policy);
          List<Recipe.Fact> facts = List.of(new Recipe.Fact("command", options.getCommand()));
          String input = options.getInput();
          Command command = new Command(program, facts, List.of());
          if (input.indexOf(':') >= 0) {
            var text = InputTables.column(stores, "--input", input);
            return work(text.table(), new int[] {text.column()}, command);
          }
          Table table = InputTables.table(stores, "--input", input);
          int[] all = IntStream.range(0, table.columns().size()).toArray();
          return work(table, all, command);
        });
  }
}
