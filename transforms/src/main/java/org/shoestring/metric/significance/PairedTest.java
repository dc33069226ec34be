package org.shoestring.metric.significance;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * p-values of the difference between two systems' scores, as sacreBLEU 2.6.0 computes them: how
 * often chance alone makes a larger one. Where there is no difference, the value is 1; sacreBLEU
 * has the lowest there can be, since it does not count equal differences.
 */
public final class PairedTest {
  private PairedTest() {}

  /**
   * From resamples of the same segments, whose differences are centred on their mean.
   *
   * @param real how far the scores of all segments are apart, not negative
   * @param baseline the scores of one system's resamples
   * @param system those of the other one's
   */
  public static double bootstrap(double real, double[] baseline, double[] system) {
    double[] differences = differences(baseline, system);
    double mean = Arrays.stream(differences).sum() / differences.length;
    return p(real, Arrays.stream(differences).map(difference -> difference - mean).toArray());
  }

  /**
   * From trials in which segments were swapped.
   *
   * @param real how far the scores of all segments are apart, not negative
   * @param baseline the scores of what took one system's place
   * @param system those of what took the other one's
   */
  public static double approximateRandomization(double real, double[] baseline, double[] system) {
    return p(real, differences(baseline, system));
  }

  private static double[] differences(double[] baseline, double[] system) {
    return IntStream.range(0, baseline.length)
        .mapToDouble(i -> Math.abs(baseline[i] - system[i]))
        .filter(difference -> !Double.isNaN(difference))
        .toArray();
  }

  private static double p(double real, double... differences) {
    if (real == 0) {
      return 1;
    }
    long larger = Arrays.stream(differences).filter(difference -> difference > real).count();
    return (larger + 1.0) / (differences.length + 1.0);
  }
}
