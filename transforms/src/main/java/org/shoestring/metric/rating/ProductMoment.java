package org.shoestring.metric.rating;

import org.shoestring.metric.numbers.NumberPairs;
import org.shoestring.metric.numbers.PreciseSum;

/**
 * Pearson's product-moment correlation of pairs, -1 to 1, in three passes: the largest numbers, the
 * means, and the sums of products of the differences from the means. So numbers near the largest
 * double do not overflow, and numbers that share their first digits lose nothing.
 */
final class ProductMoment {
  private final Side references = new Side();
  private final Side hypotheses = new Side();
  private final PreciseSum products = new PreciseSum();

  private ProductMoment() {}

  /**
   * The correlation.
   *
   * @throws org.shoestring.bytes.BadDataException if it is not defined
   */
  static double of(String metric, NumberPairs pairs) {
    Ratings.checkTwo(metric, pairs);
    ProductMoment moment = new ProductMoment();
    pairs.forEach(moment::range);
    moment.references.scale(metric, "references");
    moment.hypotheses.scale(metric, "hypotheses");
    pairs.forEach(moment::sum);
    moment.references.center(pairs.size());
    moment.hypotheses.center(pairs.size());
    pairs.forEach(moment::multiply);
    return moment.correlation(pairs.size());
  }

  private void range(double reference, double hypothesis, long weight) {
    references.range(reference);
    hypotheses.range(hypothesis);
  }

  private void sum(double reference, double hypothesis, long weight) {
    references.sum.add(reference * references.factor, weight);
    hypotheses.sum.add(hypothesis * hypotheses.factor, weight);
  }

  private void multiply(double reference, double hypothesis, long weight) {
    double x = references.multiply(reference, weight);
    double y = hypotheses.multiply(hypothesis, weight);
    products.add(x, y, weight);
  }

  private double correlation(long size) {
    // The means are rounded, so the differences from them do not add up to 0 wholly.
    double covariance = products.value() - references.rest() * hypotheses.rest() / size;
    double variances = references.variance(size) * hypotheses.variance(size);
    return Math.max(-1, Math.min(1, covariance / Math.sqrt(variances)));
  }

  /** The numbers of one side, which a power of two brings near 1. */
  private static final class Side {
    final PreciseSum sum = new PreciseSum();
    private final PreciseSum differences = new PreciseSum();
    private final PreciseSum squares = new PreciseSum();
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    double factor;
    private double mean;

    void range(double number) {
      lowest = Math.min(lowest, number);
      highest = Math.max(highest, number);
    }

    void scale(String metric, String name) {
      if (lowest == highest) {
        throw Ratings.constant(metric, name);
      }
      factor = Math.scalb(1.0, -Math.getExponent(Math.max(-lowest, highest)));
    }

    void center(long size) {
      mean = sum.value() / size;
    }

    double multiply(double number, long weight) {
      double difference = number * factor - mean;
      differences.add(difference, weight);
      squares.add(difference, difference, weight);
      return difference;
    }

    double rest() {
      return differences.value();
    }

    double variance(long size) {
      return squares.value() - rest() * rest() / size;
    }
  }
}
