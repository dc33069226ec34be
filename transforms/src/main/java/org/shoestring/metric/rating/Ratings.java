package org.shoestring.metric.rating;

import java.util.function.DoubleUnaryOperator;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Segment;
import org.shoestring.metric.numbers.NumberPairs;
import org.shoestring.metric.numbers.WrittenNumber;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Plural;

/** The two numbers of a segment, and what all metrics of them ask of the data. */
final class Ratings {

  private Ratings() {}

  /** The reference's number and the hypothesis's. */
  static double[] of(String metric, Segment segment) {
    double reference = WrittenNumber.of("the reference", segment.onlyReference(metric));
    return new double[] {reference, WrittenNumber.of("the hypothesis", segment.hypothesis())};
  }

  /** A function of the difference of a segment's numbers, and 1: they add up to a mean. */
  static double[] difference(String metric, Segment segment, DoubleUnaryOperator function) {
    double[] pair = of(metric, segment);
    double value = function.applyAsDouble(pair[0] - pair[1]);
    if (!Double.isFinite(value)) {
      throw new BadDataException(
          "the difference of "
              + Decimals.repr(pair[0])
              + " and "
              + Decimals.repr(pair[1])
              + " is too large for "
              + metric);
    }
    return new double[] {value, 1};
  }

  /** The mean that the sums of {@link #difference} have. */
  static double mean(String metric, double... sums) {
    if (sums[1] == 0) {
      throw new BadDataException(metric + " needs one or more lines, but there are none");
    }
    double mean = sums[0] / sums[1];
    if (!Double.isFinite(mean)) {
      throw new BadDataException(metric + " is too large for a number; are the columns right?");
    }
    return mean;
  }

  /** Correlations need two pairs. */
  static void checkTwo(String metric, NumberPairs pairs) {
    if (pairs.size() < 2) {
      throw new BadDataException(
          metric + " needs two or more lines, but there is " + Plural.of(pairs.size(), "line"));
    }
  }

  /** The error of a side whose numbers are all the same. */
  static BadDataException constant(String metric, String side) {
    return new BadDataException(
        metric
            + " is not defined, because all "
            + side
            + " are the same number; it needs two different ones");
  }

  static String details(NumberPairs pairs) {
    return "(n = " + pairs.size() + ")";
  }
}
