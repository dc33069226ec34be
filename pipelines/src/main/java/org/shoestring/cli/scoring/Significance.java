package org.shoestring.cli.scoring;

import java.util.Optional;
import java.util.OptionalInt;
import org.shoestring.metric.Metric;
import org.shoestring.metric.PairMetric;
import org.shoestring.metric.Score;
import org.shoestring.metric.significance.Bootstrap;
import org.shoestring.spec.UsageException;

/**
 * Which intervals and tests are asked for.
 *
 * @param confidence whether there are intervals without a bootstrap test, too
 * @param subset what the lines are called if not all of them count
 * @param samples how many resamples or trials, unless as many as usual
 */
record Significance(
    boolean confidence,
    Optional<PairedMethod> paired,
    OptionalInt samples,
    long seed,
    Optional<String> subset) {

  /** Whether the statistics of single segments are needed. */
  boolean isAsked() {
    return confidence || paired.isPresent();
  }

  /**
   * Fails if it cannot be had of a metric.
   *
   * @param name of the metric
   */
  void check(String name, Metric metric) {
    if (paired.equals(Optional.of(PairedMethod.MCNEMAR)) && !metric.isRightOrWrong()) {
      throw new UsageException(
          "--paired mcnemar: "
              + name
              + " does not say of each segment whether it is right; choose accuracy or exact-match,"
              + " or another test: --paired bootstrap");
    }
    if (paired.equals(Optional.of(PairedMethod.APPROXIMATE_RANDOMIZATION))
        && metric instanceof PairMetric) {
      throw new UsageException(
          "--paired approximate-randomization: the statistics of "
              + name
              + " are not added; choose --paired bootstrap");
    }
  }

  /** Whether there are intervals. */
  boolean hasIntervals() {
    return confidence || paired.equals(Optional.of(PairedMethod.BOOTSTRAP));
  }

  /** How many resamples intervals are made of. */
  int resamples() {
    boolean isForTest = paired.orElse(PairedMethod.BOOTSTRAP) == PairedMethod.BOOTSTRAP;
    return isForTest ? samples.orElse(Bootstrap.RESAMPLES) : Bootstrap.RESAMPLES;
  }

  /** The fields that signatures have after the first one, {@code nrefs}. */
  private String fields() {
    String fields = hasIntervals() ? "bs:" + resamples() + "|" : "";
    if (paired.isPresent() && paired.get() != PairedMethod.BOOTSTRAP) {
      PairedMethod method = paired.get();
      fields +=
          method == PairedMethod.MCNEMAR ? "test:mcnemar|" : method.field() + ":" + trials() + "|";
    }
    boolean isRandom = hasIntervals() || paired.stream().anyMatch(m -> m.samples() > 0);
    return fields
        + (isRandom ? "seed:" + seed + "|" : "")
        + subset.map(lines -> "subset:" + lines + "|").orElse("");
  }

  /** How many trials a test makes that is no bootstrap. */
  int trials() {
    return samples.orElse(paired.orElseThrow().samples());
  }

  /** A score whose signature says how the interval and the test were made. */
  Score signed(Score score) {
    int first = score.signature().indexOf('|') + 1;
    return new Score(
        score.name(),
        score.value(),
        score.details(),
        score.signature().substring(0, first) + fields() + score.signature().substring(first));
  }
}
