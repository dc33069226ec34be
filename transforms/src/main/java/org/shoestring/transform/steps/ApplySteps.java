package org.shoestring.transform.steps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Spec;
import org.shoestring.step.Chain;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.LayoutInput;
import org.shoestring.transform.Rejects;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.ShardInput;
import org.shoestring.transform.unit.SpareWork;
import org.shoestring.tsv.Columns;

/**
 * Runs every line through a chain of steps: a shard in, a shard of the lines that are kept out, in
 * the same order, and the rejected ones with reason and place in {@code _rejected}. A barrier of
 * the chain, such as {@code deduplicate}, takes a pass over the lines of its own.
 */
public final class ApplySteps
    extends PTransform<PCollection<? extends Shard>, PCollection<WrittenShard>> {
  private static final long serialVersionUID = 1;

  private final RowFormat input;
  private final @Nullable Layout known;
  private final StepList steps;
  private final Output output;

  /** Found once, since looking for them asks stores. */
  private transient @Nullable Barriers bound;

  private ApplySteps(RowFormat input, @Nullable Layout known, StepList steps, Output output) {
    this.input = input;
    this.known = known;
    this.steps = steps;
    this.output = output;
  }

  /**
   * The steps over a table, all of whose shards come in, into {@code output}. Where a step reads
   * the output of another stage, its parameter is the location: {@code FOLDER[/TABLE][:COLUMN]}.
   */
  public static ApplySteps of(List<Spec> steps, Table table, Output output) {
    return of(StepList.of(steps), table, output);
  }

  /** The same with outputs of other stages that were found. */
  public static ApplySteps of(StepList steps, Table table, Output output) {
    Layout known = Layout.ofShards(table.shards());
    return new ApplySteps(RowFormat.of(table), known, steps, output);
  }

  /** The steps over shards that the same pipeline makes, in this format, into {@code output}. */
  public static ApplySteps of(List<Spec> steps, RowFormat input, Output output) {
    return new ApplySteps(input, null, StepList.of(steps), output);
  }

  /**
   * The steps over rows of these columns, for a Beam pipeline of your own; {@code length:max=100},
   * as on the command line.
   *
   * @throws org.shoestring.spec.UsageException if a step is unknown, or does not fit the columns
   */
  public static StepsOverRows toRows(Columns columns, String... steps) {
    return toRows(columns, Stream.of(steps).map(step -> Spec.parse("steps", step)).toList());
  }

  /** The steps over rows of these columns. */
  public static StepsOverRows toRows(Columns columns, List<Spec> steps) {
    return new StepsOverRows(columns, steps);
  }

  /**
   * The steps bound to columns, barriers included, to see what comes out; rows cannot be put
   * through it.
   *
   * @throws org.shoestring.spec.UsageException for an unknown step, parameter or column
   */
  public static Chain planned(List<Spec> steps, Columns columns) {
    return planned(StepList.of(steps), columns);
  }

  /** The same with outputs of other stages, as far as those were found. */
  public static Chain planned(StepList steps, Columns columns) {
    return Barriers.planned(steps, columns);
  }

  /** How many times the lines are read: once, and once more for each barrier. */
  public static int passes(StepList steps, Columns columns) {
    return 1 + Barriers.in(steps, columns).count();
  }

  /** About how many facts barriers note of so many lines, on their way to each other. */
  public static long facts(StepList steps, Columns columns, long lines) {
    return Barriers.in(steps, columns).facts(lines);
  }

  /** The tables that come out: the kept lines and the rejected ones. */
  public static Map<String, Columns> tables(Columns input, Columns kept) {
    Map<String, Columns> tables = new LinkedHashMap<>();
    tables.put(TableName.MAIN, kept);
    tables.put(TableName.REJECTED, Rejects.columns(input.names()));
    return tables;
  }

  /**
   * Adds the transform; outputs that steps read are looked for while the pipeline is put together.
   *
   * @throws org.shoestring.spec.UsageException if one of them is not there, or not of its form
   */
  @Override
  public PCollection<WrittenShard> expand(PCollection<? extends Shard> shards) {
    Barriers barriers = barriers();
    if (barriers.count() == 0) {
      return shards.apply("StepsOverShard", ParDo.of(steps(new ShardInput.Alone(), barriers)));
    }
    LayoutInput layout = LayoutInput.of(known, shards);
    PCollection<KV<Integer, CoGbkResult>> told =
        shards.apply("Barrier1", learn(new ShardInput.Alone(), barriers, 0, layout));
    for (int barrier = 1; barrier < barriers.count(); barrier++) {
      told =
          told.apply(
              "Barrier" + (barrier + 1), learn(new ShardInput.Told(), barriers, barrier, layout));
    }
    return told.apply("StepsOverShard", ParDo.of(steps(new ShardInput.Told(), barriers)));
  }

  /**
   * The work on single shards, for workers that have nothing else to do; empty for steps that look
   * at all lines first.
   *
   * @throws org.shoestring.spec.UsageException as {@link #expand} does
   */
  public Optional<SpareWork<Shard>> spare() {
    Barriers barriers = barriers();
    return barriers.count() > 0
        ? Optional.empty()
        : Optional.of(ShardStepsFn.spare(steps(new ShardInput.Alone(), barriers)));
  }

  private Barriers barriers() {
    Barriers known = bound;
    if (known == null) {
      known = Barriers.in(found(), input.columns());
      bound = known;
    }
    return known;
  }

  /** The steps, with outputs that are opened as the table is. */
  private StepList found() {
    try {
      return steps.in(input.stores());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> LearnBarrier<T> learn(
      ShardInput<T> shards, Barriers barriers, int barrier, LayoutInput layout) {
    return new LearnBarrier<>(shards, barriers, barrier, input, output, layout);
  }

  private <T> ShardStepsFn<T> steps(ShardInput<T> shards, Barriers barriers) {
    return new ShardStepsFn<>(shards, input, barriers, output);
  }
}
