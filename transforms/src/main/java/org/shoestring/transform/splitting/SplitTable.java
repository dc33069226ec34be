package org.shoestring.transform.splitting;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.split.LabelCounts;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.shuffle.split.SplitPlan;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.CompleteGroups;
import org.shoestring.transform.LayoutInput;
import org.shoestring.transform.RowFormat;
import org.shoestring.tsv.Columns;

/**
 * Splits a table into parts, each a table of its name, whose lines are in the order that they had.
 * The rest keeps the cuts of the input: a shard of it for each that comes in. Any other part is
 * gathered by one worker, into as few shards as its bytes need, so a part that is most of a large
 * table is better the rest.
 *
 * <p>The shards of all parts come out; a shard's table tells its part. The units of work are the
 * shards of the rest, if there is one, then the other parts in order.
 */
public final class SplitTable
    extends PTransform<PCollection<? extends Shard>, PCollection<WrittenShard>> {
  private static final long serialVersionUID = 1;

  /** The most raw bytes of a gathered shard. */
  public static final long SHARD_BYTES = 64L << 20;

  private final RowFormat input;
  private final @Nullable Layout known;
  private final Split split;
  private final Output output;
  private final long shardBytes;

  private SplitTable(
      RowFormat input, @Nullable Layout known, Split split, Output output, long shardBytes) {
    split.columnsOf(input.columns());
    this.input = input;
    this.known = known;
    this.split = split;
    this.output = output;
    this.shardBytes = shardBytes;
  }

  /**
   * The lines of a table, all of whose shards come in, into {@code output}.
   *
   * @throws org.shoestring.spec.UsageException if a column of the split is not among its own
   */
  public static SplitTable of(Table input, Split split, Output output) {
    Layout known = Layout.ofShards(input.shards());
    return new SplitTable(RowFormat.of(input), known, split, output, SHARD_BYTES);
  }

  /**
   * The lines of shards that the same pipeline makes, in this format, into {@code output}.
   *
   * @throws org.shoestring.spec.UsageException if a column of the split is not among theirs
   */
  public static SplitTable of(RowFormat input, Split split, Output output) {
    return new SplitTable(input, null, split, output, SHARD_BYTES);
  }

  /** The same with gathered shards of other sizes. */
  SplitTable cutInto(long bytes) {
    return new SplitTable(input, known, split, output, bytes);
  }

  /** The tables that come out. */
  public static Map<String, Columns> tables(Split split, Columns columns) {
    Map<String, Columns> tables = new LinkedHashMap<>();
    split.parts().names().forEach(part -> tables.put(part, columns));
    return tables;
  }

  /** The number of units of work. */
  public static int units(Split split, int shards) {
    return (split.parts().hasRest() ? shards : 0) + split.parts().sized().length;
  }

  /** How many times the lines are read. */
  public static int passes(Split split) {
    return split.by() == By.LABEL ? 2 : 1;
  }

  /** The plan by which a table was, or will be, split; by label this reads all of it. */
  public static SplitPlan plan(Split split, Table table) throws IOException {
    LabelCounts.Builder labels = new LabelCounts.Builder(split);
    if (split.by() == By.LABEL) {
      for (CommittedShard shard : table.shards()) {
        CountLabels.in(shard, RowFormat.of(table), split)
            .forEach((label, lines) -> labels.add(shard.place(), label, lines));
      }
    }
    return SplitPlan.of(split, table.columns(), table.lines(), labels.finish());
  }

  @Override
  public PCollection<WrittenShard> expand(PCollection<? extends Shard> shards) {
    LayoutInput layout = LayoutInput.of(known, shards);
    SplitJob job = new SplitJob(input, split, output, shardBytes, layout, labels(shards, layout));
    PCollectionTuple sent =
        shards.apply(
            "SplitShard",
            ParDo.of(new SplitShardFn(job))
                .withSideInputs(job.views())
                .withOutputTags(SplitShardFn.LINES, TupleTagList.of(SplitShardFn.REST)));
    PCollection<WrittenShard> gathered =
        sent.get(SplitShardFn.LINES)
            .apply("GroupLines", CompleteGroups.of(layout, any -> job.groups()))
            .apply("GatherPart", ParDo.of(new GatherPartFn(job)).withSideInputs(layout.views()));
    return PCollectionList.of(sent.get(SplitShardFn.REST))
        .and(gathered)
        .apply("AllParts", Flatten.pCollections());
  }

  private @Nullable PCollectionView<LabelCounts> labels(
      PCollection<? extends Shard> shards, LayoutInput layout) {
    if (split.by() != By.LABEL) {
      return null;
    }
    return shards
        .apply("CountLabels", new CountLabels(input, split, output, layout))
        .apply("LabelsForAll", View.asSingleton());
  }
}
