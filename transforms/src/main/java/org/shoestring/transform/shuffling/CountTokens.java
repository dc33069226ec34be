package org.shoestring.transform.shuffling;

import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.shoestring.bytes.Varint;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.ListedCuts;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.TokenCounts;
import org.shoestring.shuffle.block.BlockReader;
import org.shoestring.shuffle.block.BlockSettings;
import org.shoestring.shuffle.block.BlockWriter;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.step.tokenize.Whitespace;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.CompleteGroups;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.WorkSlots;

/**
 * The pass over a table that finds where to cut it into shards with equally many tokens. Every
 * worker adds up the tokens of one shard in {@link TokenCounts}, and one adds up those of all. The
 * counts travel as blocks of about 300 kB a shard, which lie on disk rather than in memory.
 */
public final class CountTokens {
  private static final TupleTag<KV<Integer, Blocks>> COUNTS = new TupleTag<>("counts") {};
  private static final TupleTag<Shard> SHARDS = new TupleTag<>("shards") {};

  private CountTokens() {}

  /**
   * What comes of it.
   *
   * @param shards those that came in. The next pass takes them from here, since Flink hands out the
   *     shards of a source as workers come free only to one transform
   * @param cuts where the shards that are to be made start, and the last one ends
   */
  record Counted(PCollection<Shard> shards, PCollectionView<List<Long>> cuts) {}

  /** Counts the tokens of shards. */
  static Counted in(PCollection<? extends Shard> shards, ShuffleJob job, Balance balance) {
    PCollectionTuple counted =
        shards.apply(
            "CountTokens",
            ParDo.of(new CountFn(job, balance))
                .withSideInputs(job.views())
                .withOutputTags(COUNTS, TupleTagList.of(SHARDS)));
    PCollectionView<List<Long>> cuts =
        counted
            .get(COUNTS)
            .apply("GroupCounts", CompleteGroups.of(job.layout(), any -> 1))
            .apply("CutAtTokens", ParDo.of(new CutFn(job)).withSideInputs(job.views()))
            .setCoder(ListCoder.of(VarLongCoder.of()))
            .apply("CutsForAll", View.asSingleton());
    return new Counted(counted.get(SHARDS), cuts);
  }

  /** The tokens that a balance counts of a row. */
  public static long of(TsvRow row, int... fields) {
    long tokens = 0;
    for (int field : fields) {
      tokens += Whitespace.countTokens(row.bytes(), row.start(field), row.end(field));
    }
    return tokens;
  }

  private static final class CountFn extends DoFn<Shard, KV<Integer, Blocks>> {
    private static final long serialVersionUID = 1;

    private final ShuffleJob job;
    private final Balance balance;

    CountFn(ShuffleJob job, Balance balance) {
      this.job = job;
      this.balance = balance;
    }

    @ProcessElement
    public void process(ProcessContext context) throws Exception {
      Shard shard = context.element();
      Layout layout = job.layout().get(context);
      UnitWork.counted(
          job.output(),
          WorkSlots.UNIT_BYTES,
          () -> {
            BlockWriter blocks = job.blocks(context, Buckets.of(1));
            send(count(shard, layout), shard.inputNumber(), blocks);
          });
      OutputWork.on(job.output()).progress().addBytes(shard.compressed());
      context.output(SHARDS, shard);
    }

    private TokenCounts count(Shard shard, Layout layout) throws Exception {
      ShufflePlan plan = job.evenPlan(layout);
      TokenCounts counts = new TokenCounts(layout.lines());
      int[] fields = balance.fields(job.input().columns());
      long line = layout.firstLine(shard);
      try (RowReader rows = job.rows(shard)) {
        while (rows.next()) {
          counts.add(plan.position(line++), of(rows.row(), fields));
        }
      }
      return counts;
    }

    /** Sends a record a range: its number tells shard and range, its bytes are the tokens. */
    private static void send(TokenCounts counts, int place, BlockWriter blocks) throws Exception {
      byte[] bytes = new byte[Varint.MAX_BYTES];
      long first = (long) place * TokenCounts.MAX_RANGES;
      counts.each(
          (range, tokens) -> blocks.add(0, first + range, bytes, 0, Varint.put(tokens, bytes, 0)));
      blocks.finish();
    }
  }

  private static final class CutFn extends DoFn<KV<Integer, Iterable<Blocks>>, List<Long>> {
    private static final long serialVersionUID = 1;

    private final ShuffleJob job;

    CutFn(ShuffleJob job) {
      this.job = job;
    }

    @ProcessElement
    public void process(ProcessContext context) throws Exception {
      Layout layout = job.layout().get(context);
      BlockSettings settings = OutputBlocks.of(context.getPipelineOptions(), job.output());
      TokenCounts all =
          UnitWork.result(
              job.output(),
              WorkSlots.UNIT_BYTES,
              () -> sum(context.element().getValue(), settings, layout.lines()));
      context.output(ListedCuts.startsOf(all.cuts(job.evenPlan(layout).shards().parts())));
    }

    private static TokenCounts sum(Iterable<Blocks> blocks, BlockSettings settings, long lines)
        throws Exception {
      TokenCounts sum = new TokenCounts(lines);
      Varint.Reader tokens = new Varint.Reader();
      try (BlockReader counts = BlockReader.of(blocks, settings)) {
        while (counts.next()) {
          tokens.start(counts.bytes(), counts.from());
          sum.addTo((int) (counts.number() % TokenCounts.MAX_RANGES), tokens.next());
        }
      }
      return sum;
    }
  }
}
