package org.shoestring.shuffle.split;

import com.dynatrace.hash4j.hashing.HashValue128;
import java.math.BigDecimal;
import org.shoestring.bytes.Sha256;
import org.shoestring.shuffle.LineHash;
import org.shoestring.shuffle.Permutation;

/**
 * Each line alone, by a hash of its columns: the parts are ranges of 62-bit values. So lines that
 * are equal in these columns are in one part, and a line's part depends on nothing but its columns,
 * the seed, and the fractions up to that of its part.
 */
final class SplitByHash implements SplitPlan {
  private static final long END = 1L << 62;

  private final Ranges ranges;
  private final long key;
  private final int[] fields;

  SplitByHash(Split split, int... fields) {
    this.fields = fields;
    this.key =
        new Sha256().frame("split by hash").frame(Long.toString(split.seed().value())).first64();
    this.ranges = new Ranges(split.parts().order(), widths(split.parts()));
  }

  private static long[] widths(Parts parts) {
    long[] widths = new long[parts.list().size()];
    BigDecimal sum = BigDecimal.ZERO;
    long start = 0;
    for (int part : parts.order()) {
      sum = sum.add(parts.isRest(part) ? BigDecimal.ONE : parts.list().get(part).share().amount());
      long end = sum.min(BigDecimal.ONE).multiply(BigDecimal.valueOf(END)).longValue();
      widths[part] = end - start;
      start = end;
    }
    return widths;
  }

  @Override
  public OfShard shard(int place) {
    LineHash hash = new LineHash(fields);
    return (line, row) -> ranges.part(value(hash.value(row)));
  }

  private long value(HashValue128 hash) {
    long mixed = Permutation.mix(hash.getMostSignificantBits() ^ key);
    return Permutation.mix(mixed ^ hash.getLeastSignificantBits()) >>> 2;
  }
}
