package org.shoestring.cli.scoring;

import java.util.Optional;
import java.util.OptionalDouble;
import org.shoestring.metric.Score;
import org.shoestring.metric.significance.ConfidenceInterval;
import org.shoestring.spec.Decimals;

/**
 * One score of a system.
 *
 * @param digits after the point
 * @param interval from resamples
 * @param p of the difference to the baseline
 * @param corrected the same by Holm's correction, if there are several systems beside the baseline
 * @param isBest whether it is the best one, or not significantly worse
 */
record SystemScore(
    String system,
    Score score,
    Digits digits,
    Optional<ConfidenceInterval> interval,
    OptionalDouble p,
    OptionalDouble corrected,
    boolean isBest) {

  /** One without an interval or a test. */
  static SystemScore alone(String system, Score score, Digits digits) {
    return new SystemScore(
        system,
        score,
        digits,
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        false);
  }

  /** {@code 41.2}, or {@code 41.2 (41.1 ± 4.2)}. */
  String cell() {
    return rounded(score.value())
        + interval
            .map(found -> " (" + rounded(found.mean()) + " ± " + rounded(found.halfWidth()) + ")")
            .orElse("");
  }

  String rounded(double value) {
    return Decimals.fixed(value, digits.count());
  }

  /** Whether the user has chosen how many digits there are. */
  boolean isRounded() {
    return digits.isChosen();
  }

  /**
   * How many digits there are after the point.
   *
   * @param isChosen by the user
   */
  record Digits(int count, boolean isChosen) {}
}
