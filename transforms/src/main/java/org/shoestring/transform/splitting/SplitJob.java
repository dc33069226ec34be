package org.shoestring.transform.splitting;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.split.LabelCounts;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.SplitPlan;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Layout;
import org.shoestring.transform.LayoutInput;
import org.shoestring.transform.RowFormat;

/**
 * What each worker on a split needs. Parts that are not the rest are gathered, each by a group of
 * its own; groups are counted from 0.
 *
 * @param shardBytes the most raw bytes of a gathered shard, but for one line
 * @param labels null unless the split is by label
 */
record SplitJob(
    RowFormat input,
    Split split,
    Output output,
    long shardBytes,
    LayoutInput layout,
    @Nullable PCollectionView<LabelCounts> labels)
    implements Serializable {

  /** The views that a worker needs. */
  List<PCollectionView<?>> views() {
    return Stream.concat(layout.views().stream(), Stream.ofNullable(labels)).toList();
  }

  Layout layout(DoFn<?, ?>.ProcessContext context) {
    return layout.get(context);
  }

  SplitPlan plan(DoFn<?, ?>.ProcessContext context) {
    return SplitPlan.of(
        split,
        input.columns(),
        layout(context).lines(),
        labels == null ? LabelCounts.none() : context.sideInput(labels));
  }

  /** The name of a part's table. */
  String table(int part) {
    return split.parts().names().get(part);
  }

  /** The part that is the rest; -1 if none is. */
  int rest() {
    return IntStream.range(0, split.parts().list().size())
        .filter(split.parts()::isRest)
        .findAny()
        .orElse(-1);
  }

  /** The number of groups. */
  int groups() {
    return split.parts().sized().length;
  }

  /** The part that a group gathers. */
  int part(int group) {
    return split.parts().sized()[group];
  }

  /** The record of a gathered part: those of the rest come before. */
  String record(int group, Layout layout) {
    return UnitRecords.name((split.parts().hasRest() ? layout.endPlace() : 0) + group);
  }

  /**
   * A group for each part, -1 for those that need none: the rest, and those that are finished.
   *
   * @param finished whether there is a record of a name
   */
  int[] groupsToFill(Layout layout, Predicate<String> finished) {
    int[] groups = new int[split.parts().list().size()];
    Arrays.fill(groups, -1);
    for (int group = 0; group < groups(); group++) {
      if (!finished.test(record(group, layout))) {
        groups[part(group)] = group;
      }
    }
    return groups;
  }

  Buckets buckets() {
    return Buckets.of(Math.max(1, groups()));
  }
}
