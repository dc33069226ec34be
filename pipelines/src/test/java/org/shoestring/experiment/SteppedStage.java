package org.shoestring.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.bytes.BadDataException;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.StopSignal;

/**
 * A stage of a test, whose work is done in the thread that asks for it.
 *
 * @param said what each of its shards holds, together with its number
 */
record SteppedStage(
    String name, List<Reference> inputs, String setting, String said, Observer observer)
    implements Stage {
  static final int UNITS = 3;

  /** Sees what the work does. */
  interface Observer {
    /** The work begins, after its inputs were found under a claim. */
    void begins(Output output, List<FinishedOutput> inputs);

    /** Between two units of the work. */
    void between() throws IOException;

    /** The work has ended, well or not. */
    void ends();

    /** Looks away. */
    Observer NONE =
        new Observer() {
          @Override
          public void begins(Output output, List<FinishedOutput> inputs) {}

          @Override
          public void between() {}

          @Override
          public void ends() {}
        };
  }

  /** A stage that reads some others. */
  static SteppedStage of(
      String name, List<String> inputs, String setting, String said, Observer observer) {
    List<Reference> references = inputs.stream().map(i -> Reference.parse("test", i)).toList();
    return new SteppedStage(name, references, setting, said, observer);
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
    return work(
        inputs.stream().map(input -> context.input("input", input)).toList(),
        inputs.stream().map(input -> context.output(input.stage())).toList());
  }

  private Work work(List<Recipe.Input> made, List<FinishedOutput> read) {
    return new Work(
        new Recipe(
            type(),
            List.of(new Recipe.Fact("name", name), new Recipe.Fact("setting", setting)),
            made),
        read,
        said,
        observer);
  }

  /** Does so many units of the work of a stage without inputs, and does not commit. */
  void begin(Workspace workspace, int units) throws IOException {
    Work work = work(List.of(), List.of());
    work.units(workspace.output(work.recipe()), units);
  }

  private record Work(Recipe recipe, List<FinishedOutput> inputs, String said, Observer observer)
      implements StageWork {
    @Override
    public int units() {
      return UNITS;
    }

    @Override
    public long inputBytes() {
      return 0;
    }

    @Override
    public boolean run(Output output, IntFunction<PipelineOptions> options, StopSignal stop)
        throws IOException {
      observer.begins(output, inputs);
      try {
        units(output, UNITS);
        Commit.of(output, recipe, Map.of(TableName.MAIN, Columns.of("a")), UNITS).run();
        return true;
      } catch (RuntimeException e) {
        if (output.locate().output().equals(output)) {
          throw e;
        }
        throw new OutputRemovedException(output.folder(), e);
      } finally {
        observer.ends();
      }
    }

    /** Reads a shard of each input. */
    private void read(int unit) throws IOException {
      for (FinishedOutput input : inputs) {
        String shard = input.manifest().shards().get(unit).object();
        ObjectStore store = input.output().stores().at(input.output().workspace());
        try (InputStream in = store.open(input.output().path() + "/" + shard)) {
          in.readAllBytes();
        } catch (NoSuchObjectException e) {
          throw new BadDataException(input.output().path() + "/" + shard + " is missing", e);
        }
      }
    }

    private void units(Output output, int units) throws IOException {
      for (int unit = 0; unit < units; unit++) {
        String record = UnitRecords.name(unit);
        observer.between();
        if (output.records().find(record).isEmpty()) {
          read(unit);
          output.records().finish(record, make(output, unit));
        }
      }
    }

    private UnitRecord make(Output output, int unit) throws IOException {
      try (ShardWriter shard = output.newShard(TableName.MAIN, unit, 0)) {
        shard.write(TsvRow.parse((said + unit).getBytes(StandardCharsets.UTF_8)));
        return new UnitRecord(List.of(shard.finish()), Map.of(), List.of());
      }
    }
  }
}
