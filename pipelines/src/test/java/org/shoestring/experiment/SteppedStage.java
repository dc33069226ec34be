package org.shoestring.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.pipeline.StageWork;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.OutputRemovedException;
import org.shoestring.table.Recipe;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecord;
import org.shoestring.table.Workspace;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.Row;

/**
 * A stage of a test, whose work is done in the thread that asks for it.
 *
 * @param said what each of its shards holds, together with its number
 */
record SteppedStage(String name, List<Reference> inputs, String setting, String said)
    implements Stage {
  static final int UNITS = 3;

  /** A stage that reads some others. */
  static SteppedStage of(String name, List<String> inputs, String setting, String said) {
    return new SteppedStage(
        name, inputs.stream().map(i -> Reference.parse("test", i)).toList(), setting, said);
  }

  @Override
  public String type() {
    return "stepped";
  }

  @Override
  public String where() {
    return "test";
  }

  @Override
  public StageWork work(StageContext context) {
    return work(inputs.stream().map(input -> context.input("input", input)).toList());
  }

  private Work work(List<Recipe.Input> made) {
    return new Work(
        new Recipe(
            type(),
            List.of(new Recipe.Fact("name", name), new Recipe.Fact("setting", setting)),
            made),
        said);
  }

  /** Does so many units of the work of a stage without inputs, and does not commit. */
  void begin(Workspace workspace, int units) throws IOException {
    Work work = work(List.of());
    work.units(workspace.output(work.recipe()), units);
  }

  private record Work(Recipe recipe, String said) implements StageWork {
    @Override
    public int units() {
      return UNITS;
    }

    @Override
    public long inputBytes() {
      return 0;
    }

    @Override
    public boolean run(Output output, IntFunction<PipelineOptions> options) throws IOException {
      try {
        units(output, UNITS);
        Commit.of(output, recipe, Map.of(Table.MAIN, Columns.of("a")), UNITS).run();
        return true;
      } catch (RuntimeException e) {
        if (output.locate().output().equals(output)) {
          throw e;
        }
        throw new OutputRemovedException(output.folder(), e);
      }
    }

    private void units(Output output, int units) throws IOException {
      for (int unit = 0; unit < units; unit++) {
        String record = Output.recordName(unit);
        if (output.record(record).isEmpty()) {
          output.finish(record, make(output, unit));
        }
      }
    }

    private UnitRecord make(Output output, int unit) throws IOException {
      try (ShardWriter shard = output.newShard(Table.MAIN, unit, 0)) {
        shard.write(Row.parse((said + unit).getBytes(StandardCharsets.UTF_8)));
        return new UnitRecord(List.of(shard.finish()), Map.of(), List.of());
      }
    }
  }
}
