package org.shoestring.transform;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;

/**
 * How workers come to know the layout of all shards that come in: that of a committed table travels
 * with them, that of shards which the same pipeline makes is a side input. Flink hands out the
 * shards of a source as workers come free only to a transform that takes no side input, and that no
 * other one shares the source with.
 */
public interface LayoutInput extends Serializable {

  Layout get(DoFn<?, ?>.ProcessContext context);

  /** The side inputs that a worker needs for it. */
  List<PCollectionView<?>> views();

  /**
   * The layout of these shards.
   *
   * @param known null if it is known only when they are made
   */
  static LayoutInput of(@Nullable Layout known, PCollection<? extends Shard> shards) {
    return known != null
        ? new Known(known)
        : new Computed(shards.apply("Layout", LayoutView.view()));
  }

  /** Known when the pipeline is built. */
  record Known(Layout layout) implements LayoutInput {
    @Override
    public Layout get(DoFn<?, ?>.ProcessContext context) {
      return layout;
    }

    @Override
    public List<PCollectionView<?>> views() {
      return List.of();
    }
  }

  /** Computed in the pipeline. */
  record Computed(PCollectionView<Layout> layout) implements LayoutInput {
    @Override
    public Layout get(DoFn<?, ?>.ProcessContext context) {
      return context.sideInput(layout);
    }

    @Override
    public List<PCollectionView<?>> views() {
      return List.of(layout);
    }
  }
}
