package org.shoestring.transform;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.shoestring.shuffle.block.BlockList;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.shuffle.block.GroupBlocks;
import org.shoestring.table.record.Layout;

/**
 * Brings the blocks of each group together, with an empty one in every group, so that also a group
 * that gets no line comes out.
 */
public final class CompleteGroups
    extends PTransform<
        PCollection<KV<Integer, Blocks>>, PCollection<KV<Integer, Iterable<Blocks>>>> {
  private static final long serialVersionUID = 1;

  private final LayoutInput layout;
  private final SerializableFunction<Layout, Integer> groups;

  private CompleteGroups(LayoutInput layout, SerializableFunction<Layout, Integer> groups) {
    this.layout = layout;
    this.groups = groups;
  }

  /** The groups from 0 on; a layout tells how many there are. */
  public static CompleteGroups of(
      LayoutInput layout, SerializableFunction<Layout, Integer> groups) {
    return new CompleteGroups(layout, groups);
  }

  @Override
  public PCollection<KV<Integer, Iterable<Blocks>>> expand(PCollection<KV<Integer, Blocks>> lines) {
    PCollection<KV<Integer, Blocks>> all =
        lines
            .getPipeline()
            .apply("Once", Impulse.create())
            .apply(
                "NameEveryGroup",
                ParDo.of(new EveryGroupFn(layout, groups)).withSideInputs(layout.views()));
    return PCollectionList.of(lines)
        .and(all)
        .apply("LinesAndNames", Flatten.pCollections())
        .apply("GroupBlocks", GroupBlocks.create());
  }

  private static final class EveryGroupFn extends DoFn<byte[], KV<Integer, Blocks>> {
    private static final long serialVersionUID = 1;

    private final LayoutInput layout;
    private final SerializableFunction<Layout, Integer> groups;

    EveryGroupFn(LayoutInput layout, SerializableFunction<Layout, Integer> groups) {
      this.layout = layout;
      this.groups = groups;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      int count = groups.apply(layout.get(context));
      for (int group = 0; group < count; group++) {
        context.output(KV.of(group, BlockList.EMPTY));
      }
    }
  }
}
