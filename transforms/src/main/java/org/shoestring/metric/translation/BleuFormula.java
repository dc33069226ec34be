package org.shoestring.metric.translation;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.shoestring.metric.PreciseMath;
import org.shoestring.spec.Decimals;

/**
 * BLEU from its counts: the geometric mean of the n-gram precisions times the brevity penalty
 * (Papineni et al. 2002), with the smoothing methods that Chen and Cherry (2014) compare.
 *
 * @param smoothing {@code none}, {@code floor}, {@code add-k} or {@code exp}
 * @param smoothValue what {@code floor} and {@code add-k} put in; the others leave it alone
 * @param effectiveOrder whether orders longer than the hypothesis are left out of the mean
 */
record BleuFormula(String smoothing, double smoothValue, boolean effectiveOrder) {
  /** What the original takes for the logarithm of 0. */
  private static final double LOG_OF_ZERO = -9999999999.0;

  /** A score in 0..100 and what is printed after it. */
  record Result(double score, String details) {}

  /**
   * @param correct clipped matches of each order
   * @param total n-grams of the hypotheses, of each order
   */
  Result score(double hypothesisLength, double referenceLength, double[] correct, double[] total) {
    double penalty = brevityPenalty(hypothesisLength, referenceLength);
    double[] precisions = new double[correct.length];
    double score = 0;
    if (Arrays.stream(correct).anyMatch(count -> count != 0)) {
      int order = precisions(correct, total, precisions);
      double sum = 0;
      for (int n = 0; n < order; n++) {
        sum += precisions[n] == 0 ? LOG_OF_ZERO : PreciseMath.log(precisions[n]);
      }
      score = penalty * PreciseMath.exp(sum / order);
    }
    String details =
        Arrays.stream(precisions)
                .mapToObj(precision -> Decimals.fixed(precision, 1))
                .collect(Collectors.joining("/"))
            + " (BP = "
            + Decimals.fixed(penalty, 3)
            + " ratio = "
            + Decimals.fixed(referenceLength == 0 ? 0 : hypothesisLength / referenceLength, 3)
            + " hyp_len = "
            + Decimals.fixed(hypothesisLength, 0)
            + " ref_len = "
            + Decimals.fixed(referenceLength, 0)
            + ")";
    return new Result(score, details);
  }

  private static double brevityPenalty(double hypothesisLength, double referenceLength) {
    if (hypothesisLength >= referenceLength) {
      return 1;
    }
    return hypothesisLength > 0 ? PreciseMath.exp(1 - referenceLength / hypothesisLength) : 0;
  }

  /** Fills in the precisions, in percent, and returns how many of them count. */
  private int precisions(double[] correct, double[] total, double[] precisions) {
    int order = precisions.length;
    double halvings = 1;
    for (int n = 0; n < precisions.length; n++) {
      double added = smoothing.equals("add-k") && n > 0 ? smoothValue : 0;
      double matches = correct[n] + added;
      double all = total[n] + added;
      if (all == 0) {
        break;
      }
      if (effectiveOrder) {
        order = n + 1;
      }
      if (matches != 0) {
        precisions[n] = 100.0 * matches / all;
      } else if (smoothing.equals("exp")) {
        halvings *= 2;
        precisions[n] = 100.0 / (halvings * all);
      } else if (smoothing.equals("floor")) {
        precisions[n] = 100.0 * smoothValue / all;
      }
    }
    return order;
  }
}
