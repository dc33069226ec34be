package org.shoestring.shuffle.split;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.shoestring.shuffle.Permutation;
import org.shoestring.shuffle.Seed;

/**
 * The lines of each label in a random order of their own, and the parts are ranges of it. An {@link
 * Allotment} tells how many of a label's lines each part gets.
 */
final class SplitByLabel implements SplitPlan {
  private final int[] fields;
  private final LabelStarts starts;
  private final Seed seed;
  private final long[] labelSizes;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Ranges[] ranges;

  SplitByLabel(Split split, int[] fields, LabelCounts counts) {
    this.fields = fields;
    this.starts = new LabelStarts(counts);
    this.seed = split.seed();
    this.labelSizes = counts.totals();
    List<String> labels = counts.labels();
    int[] sorted =
        IntStream.range(0, labels.size())
            .boxed()
            .sorted(Comparator.comparing(labels::get))
            .mapToInt(id -> id)
            .toArray();
    long[] rows = IntStream.of(sorted).mapToLong(id -> labelSizes[id]).toArray();
    long[] sizes = split.parts().counts(LongStream.of(labelSizes).sum());
    long[][] shares = Allotment.of(rows, sizes);
    this.ranges = new Ranges[labels.size()];
    for (int row = 0; row < sorted.length; row++) {
      ranges[sorted[row]] = new Ranges(split.parts().order(), shares[row]);
      ids.put(labels.get(sorted[row]), sorted[row]);
    }
  }

  @Override
  public OfShard shard(int place) {
    long[] next = starts.at(place);
    Permutation[] permutations = new Permutation[next.length];
    return (line, row) -> {
      String label = ShardLabels.label(row, fields);
      Integer id = ids.get(label);
      if (id == null) {
        throw new IllegalStateException("label '" + label + "' was not counted");
      }
      Permutation permutation = permutations[id];
      if (permutation == null) {
        permutation = Permutation.of(labelSizes[id], seed, "split label " + label);
        permutations[id] = permutation;
      }
      return ranges[id].part(permutation.at(next[id]++));
    };
  }
}
