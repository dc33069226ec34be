package org.shoestring.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;

/** The layout of all shards that come in, for every worker, once the last of them is there. */
final class LayoutView extends PTransform<PCollection<? extends Shard>, PCollectionView<Layout>> {
  private static final long serialVersionUID = 1;

  private static final TypeDescriptor<Layout.Entry> ENTRY = TypeDescriptor.of(Layout.Entry.class);

  private LayoutView() {}

  static LayoutView view() {
    return new LayoutView();
  }

  @Override
  public PCollectionView<Layout> expand(PCollection<? extends Shard> shards) {
    return shards
        .apply("Entries", MapElements.into(ENTRY).via(Layout.Entry::of))
        .setCoder(EntryCoder.INSTANCE)
        .apply("CollectLines", Combine.globally(new CollectFn()))
        .apply("ForAll", View.asSingleton());
  }

  private static final class CollectFn
      extends Combine.CombineFn<Layout.Entry, List<Layout.Entry>, Layout> {
    private static final long serialVersionUID = 1;

    @Override
    public List<Layout.Entry> createAccumulator() {
      return new ArrayList<>();
    }

    @Override
    public List<Layout.Entry> addInput(List<Layout.Entry> entries, Layout.Entry entry) {
      entries.add(entry);
      return entries;
    }

    @Override
    public List<Layout.Entry> mergeAccumulators(Iterable<List<Layout.Entry>> all) {
      List<Layout.Entry> merged = new ArrayList<>();
      all.forEach(merged::addAll);
      return merged;
    }

    @Override
    public Layout extractOutput(List<Layout.Entry> entries) {
      return Layout.of(entries);
    }

    @Override
    public Coder<List<Layout.Entry>> getAccumulatorCoder(
        CoderRegistry registry, Coder<Layout.Entry> input) {
      return ListCoder.of(EntryCoder.INSTANCE);
    }

    @Override
    public Coder<Layout> getDefaultOutputCoder(CoderRegistry registry, Coder<Layout.Entry> input) {
      return LayoutCoder.INSTANCE;
    }
  }

  private static final class EntryCoder extends AtomicCoder<Layout.Entry> {
    private static final long serialVersionUID = 1;
    static final EntryCoder INSTANCE = new EntryCoder();

    @Override
    public void encode(Layout.Entry entry, OutputStream out) throws IOException {
      VarInt.encode(entry.place(), out);
      VarInt.encode(entry.lines(), out);
      VarInt.encode(entry.raw(), out);
    }

    @Override
    public Layout.Entry decode(InputStream in) throws IOException {
      return new Layout.Entry(VarInt.decodeInt(in), VarInt.decodeLong(in), VarInt.decodeLong(in));
    }
  }

  /** Encodes a layout as the list of its shards. Deterministic. */
  private static final class LayoutCoder extends AtomicCoder<Layout> {
    private static final long serialVersionUID = 1;
    static final LayoutCoder INSTANCE = new LayoutCoder();
    private static final ListCoder<Layout.Entry> ENTRIES = ListCoder.of(EntryCoder.INSTANCE);

    @Override
    public void encode(Layout layout, OutputStream out) throws IOException {
      ENTRIES.encode(layout.entries(), out);
    }

    @Override
    public Layout decode(InputStream in) throws IOException {
      return Layout.of(ENTRIES.decode(in));
    }
  }
}
