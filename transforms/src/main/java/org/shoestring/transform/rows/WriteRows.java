package org.shoestring.transform.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.Codec;

/**
 * Writes rows as a table: compressed shards, in no order, and when all are there a manifest that
 * names them. A folder gets one table, once; bundles that a runner repeats or has given up leave
 * shards that no manifest names, which nobody reads.
 *
 * <p>What comes out is the number of lines, once the table exists, for {@code Wait.on}.
 */
public final class WriteRows extends PTransform<PCollection<TsvRow>, PCollection<Long>> {
  private static final long serialVersionUID = 1;

  /** The stage type of tables that are no stage's output. */
  private static final String TYPE = "rows";

  private final @Nullable String folder;
  private final @Nullable Columns columns;
  private final Codec codec;

  private WriteRows(@Nullable String folder, @Nullable Columns columns, Codec codec) {
    this.folder = folder;
    this.columns = columns;
    this.codec = codec;
  }

  static WriteRows create() {
    return new WriteRows(null, null, Codec.GZIP);
  }

  /** Into a folder, made if it is missing, in which there is no table yet. */
  public WriteRows to(String location) {
    return new WriteRows(location, columns, codec);
  }

  /** With these columns, which every row must have. */
  public WriteRows withColumns(String... names) {
    return withColumns(Columns.of(names));
  }

  /** With these columns, which every row must have. */
  public WriteRows withColumns(Columns names) {
    return new WriteRows(folder, names, codec);
  }

  /** In another compression than gzip. */
  public WriteRows withCodec(Codec other) {
    return new WriteRows(folder, columns, other);
  }

  /**
   * Writes.
   *
   * @throws UsageException if a setting is missing, the folder holds a table, or rows have no end
   */
  @Override
  public PCollection<Long> expand(PCollection<TsvRow> rows) {
    if (folder == null || columns == null) {
      throw new UsageException(
          "TsvIO.write() needs a folder and columns; add to(FOLDER) and withColumns(NAME, ...)");
    }
    if (rows.isBounded() == IsBounded.UNBOUNDED) {
      throw new UsageException(
          folder + ": cannot write an unbounded PCollection as a table; use a bounded one");
    }
    Stores stores = Stores.of(rows.getPipeline().getOptions());
    Output output = new Output(stores, folder, "", codec, codec.defaultLevel());
    checkVacant(output);
    PCollectionTuple bundles =
        rows.apply("ForgetWindows", Window.into(new GlobalWindows()))
            .apply(
                "WriteBundle",
                ParDo.of(new RowBundleFn(output, columns))
                    .withOutputTags(RowBundleFn.LARGE, TupleTagList.of(RowBundleFn.SMALL)));
    PCollection<WrittenShard> small =
        bundles
            .get(RowBundleFn.SMALL)
            .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
            .apply("GatherSmallBundles", GroupByKey.create())
            .apply("WriteSmallBundles", ParDo.of(new SmallBundlesFn(output)));
    return PCollectionList.of(bundles.get(RowBundleFn.LARGE))
        .and(small)
        .apply("AllShards", Flatten.pCollections())
        .apply("AwaitShards", Combine.globally(new ShardList()))
        .apply("CreateManifest", ParDo.of(new CommitFn(output, columns)));
  }

  private static void checkVacant(Output output) {
    try {
      if (output.manifest().isPresent()) {
        throw new UsageException(
            output.folder() + ": there is a table already; delete it, or choose another folder");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class SmallBundlesFn
      extends DoFn<KV<Integer, Iterable<byte[]>>, WrittenShard> {
    private static final long serialVersionUID = 1;

    private final Output output;

    SmallBundlesFn(Output output) {
      this.output = output;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<WrittenShard> out)
        throws IOException {
      try (RollingShards shards = new RollingShards(output)) {
        for (byte[] lines : blocks.getValue()) {
          shards.writeAll(lines);
        }
        shards.finish().forEach(out::output);
      }
    }
  }

  /** All shards as one element, also if there is none. */
  private static final class ShardList
      extends Combine.CombineFn<WrittenShard, List<WrittenShard>, List<WrittenShard>> {
    private static final long serialVersionUID = 1;

    @Override
    public List<WrittenShard> createAccumulator() {
      return new ArrayList<>();
    }

    @Override
    public List<WrittenShard> addInput(List<WrittenShard> list, WrittenShard shard) {
      list.add(shard);
      return list;
    }

    @Override
    public List<WrittenShard> mergeAccumulators(Iterable<List<WrittenShard>> lists) {
      List<WrittenShard> all = new ArrayList<>();
      lists.forEach(all::addAll);
      return all;
    }

    @Override
    public List<WrittenShard> extractOutput(List<WrittenShard> list) {
      return list;
    }

    @Override
    public Coder<List<WrittenShard>> getAccumulatorCoder(
        CoderRegistry registry, Coder<WrittenShard> shard) {
      return ListCoder.of(shard);
    }

    @Override
    public Coder<List<WrittenShard>> getDefaultOutputCoder(
        CoderRegistry registry, Coder<WrittenShard> shard) {
      return ListCoder.of(shard);
    }
  }

  private static final class CommitFn extends DoFn<List<WrittenShard>, Long> {
    private static final long serialVersionUID = 1;

    private final Output output;
    private final Columns columns;

    CommitFn(Output output, Columns columns) {
      this.output = output;
      this.columns = columns;
    }

    @ProcessElement
    public void process(@Element List<WrittenShard> shards, OutputReceiver<Long> out)
        throws IOException {
      List<WrittenShard> sorted = new ArrayList<>(shards);
      sorted.sort(Comparator.comparing(WrittenShard::sha256).thenComparing(WrittenShard::name));
      String content = manifest(List.of(), sorted).digest(TableName.MAIN);
      Manifest mine = manifest(List.of(new Recipe.Fact("content", content)), sorted);
      Manifest counts = output.commit(mine);
      if (!counts.text().equals(mine.text())) {
        throw new UsageException(
            output.folder()
                + ": another program wrote a table there at the same time; choose another folder");
      }
      out.output(mine.lines(TableName.MAIN));
    }

    private Manifest manifest(List<Recipe.Fact> facts, List<WrittenShard> shards) {
      return new Manifest(
          new Recipe(TYPE, facts, List.of()),
          output.codec(),
          Map.of(TableName.MAIN, columns),
          CommittedShard.inOrder(shards),
          Map.of(),
          List.of());
    }
  }
}
