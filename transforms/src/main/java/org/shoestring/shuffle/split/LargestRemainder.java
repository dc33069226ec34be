package org.shoestring.shuffle.split;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Rounds quotas to whole numbers of the same sum: those with the largest remainders go up. */
final class LargestRemainder {
  private LargestRemainder() {}

  /**
   * The rounded quotas; of equal remainders the first go up.
   *
   * @param quotas not negative, with a whole sum
   */
  static long[] round(List<BigDecimal> quotas) {
    long[] rounded = new long[quotas.size()];
    BigDecimal missing = BigDecimal.ZERO;
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = quotas.get(i).setScale(0, RoundingMode.FLOOR).longValueExact();
      missing = missing.add(remainder(quotas.get(i)));
    }
    IntStream.range(0, rounded.length)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> remainder(quotas.get(i))).reversed())
        .limit(missing.longValueExact())
        .forEach(i -> rounded[i]++);
    return rounded;
  }

  private static BigDecimal remainder(BigDecimal quota) {
    return quota.subtract(quota.setScale(0, RoundingMode.FLOOR));
  }
}
