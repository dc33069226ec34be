package org.shoestring.transform;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Spec;
import org.shoestring.step.Chain;
import org.shoestring.step.Verdict;
import org.shoestring.table.Output;
import org.shoestring.table.Shard;
import org.shoestring.table.ShardReader;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecord;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.Row;
import org.shoestring.tsv.RowReader;

/**
 * Runs every line through a chain of steps in one pass: a shard in, a shard of the lines that are
 * kept out, in the same order, and the rejected ones with reason and place in {@code _rejected}.
 */
public final class ApplySteps extends PTransform<PCollection<Shard>, PCollection<Shard>> {
  private static final long serialVersionUID = 1;

  private final Input input;
  private final List<Spec> steps;
  private final Output output;

  private ApplySteps(Input input, List<Spec> steps, Output output) {
    this.input = input;
    this.steps = List.copyOf(steps);
    this.output = output;
  }

  /** What the incoming shards hold. */
  record Input(Codec codec, Columns columns) implements Serializable {}

  /** The steps over shards of {@code table}, into {@code output}. */
  public static ApplySteps of(List<Spec> steps, Table table, Output output) {
    Input input = new Input(table.manifest().codec(), table.columns());
    return new ApplySteps(input, steps, output);
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

  /** The tables that come out: the kept lines and the rejected ones. */
  public static Map<String, Columns> tables(Columns input, Columns kept) {
    Map<String, Columns> tables = new LinkedHashMap<>();
    tables.put(Table.MAIN, kept);
    tables.put(Table.REJECTED, Rejects.columns(input.names()));
    return tables;
  }

  @Override
  public PCollection<Shard> expand(PCollection<Shard> shards) {
    return shards.apply("StepsOverShard", ParDo.of(new StepsFn(input, steps, output)));
  }

  private static final class StepsFn extends UnitFn {
    private static final long serialVersionUID = 1;

    private final Input input;
    private final List<Spec> steps;

    StepsFn(Input input, List<Spec> steps, Output output) {
      super(output);
      this.input = input;
      this.steps = steps;
    }

    @Override
    UnitRecord work(Shard shard, Progress progress) throws Exception {
      Chain chain = Chain.bind(steps, input.columns());
      int unit = shard.place();
      try (RowReader rows = ShardReader.open(shard, input.codec(), input.columns().size());
          ShardWriter kept = output().newShard(Table.MAIN, unit, 0);
          Rejects rejects = new Rejects(output(), unit, 0)) {
        while (rows.next()) {
          Row row = rows.row();
          Verdict verdict = chain.apply(row);
          Row result = verdict.row(row);
          if (result != null) {
            kept.write(result);
          } else {
            rejects.add(reason(verdict), verdict.detail(), unit, rows.line(), row);
          }
        }
        progress.addBytes(shard.compressed());
        progress.addLines(shard.lines(), kept.lines());
        return Rejects.record(kept.finish(), rejects);
      }
    }

    private static String reason(Verdict verdict) {
      @Nullable String reason = verdict.reason();
      return reason == null ? "rejected" : reason;
    }
  }
}
