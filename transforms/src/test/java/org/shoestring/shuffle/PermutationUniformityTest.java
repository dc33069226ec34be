package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether lines go everywhere equally often: Pearson's chi-square tests, over seeds counted from 0,
 * each at a significance of 10^-4. There are 26 of them, so that truly random permutations would
 * fail one of them with a probability below 0.3 %; as seeds are fixed, the answer is always the
 * same.
 */
class PermutationUniformityTest {
  /** The standard normal distribution's quantile at 1 - 10^-4. */
  private static final double Z = 3.719;

  @ParameterizedTest
  @CsvSource({"5, 20000", "16, 20000", "100, 50000", "1000, 100000"})
  void at_oneLineOverSeeds_goesEverywhereEquallyOften(int size, int seeds) {
    for (int line : new int[] {0, size / 2, size - 1}) {
      long[] counts = new long[size];
      for (int seed = 0; seed < seeds; seed++) {
        counts[(int) permutation(size, seed).at(line)]++;
      }
      assertUniform("line " + line, counts);
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 100000", "8, 100000", "10, 100000", "16, 100000", "33, 100000", "100, 200000"})
  void at_neighboursOverSeeds_takeEveryPairOfPlacesEquallyOften(int size, int seeds) {
    long[] counts = new long[size * (size - 1)];
    int line = size / 2;
    for (int seed = 0; seed < seeds; seed++) {
      Permutation permutation = permutation(size, seed);
      int first = (int) permutation.at(line);
      int second = (int) permutation.at(line + 1);
      counts[first * (size - 1) + second - (second > first ? 1 : 0)]++;
    }
    assertUniform("pairs", counts);
  }

  @ParameterizedTest
  @CsvSource({"3, 6", "4, 24"})
  void at_fewLinesOverSeeds_takesEveryOrderEquallyOften(int size, int orders) {
    long[] counts = new long[orders];
    for (int seed = 0; seed < 50_000; seed++) {
      Permutation permutation = permutation(size, seed);
      int order = 0;
      for (int i = 0; i < size; i++) {
        int before = 0;
        for (int k = i + 1; k < size; k++) {
          before += permutation.at(k) < permutation.at(i) ? 1 : 0;
        }
        order = order * (size - i) + before;
      }
      counts[order]++;
    }
    assertUniform("orders", counts);
  }

  /** Positions of neighbours in the source: which is first, and how far apart, in bins. */
  @ParameterizedTest
  @CsvSource({"1000, 100000", "1000003, 1", "1048576, 1"})
  void at_neighbours_areApartAsRandomOnes(int size, int seeds) {
    int bins = 50;
    long[] order = new long[2];
    long[] distances = new long[bins];
    for (int seed = 0; seed < seeds; seed++) {
      Permutation permutation = permutation(size, seed);
      // Pairs that share no line; all of them where there is one seed.
      int step = seeds == 1 ? 2 : size;
      for (int line = 0; line + 1 < size; line += step) {
        long first = permutation.at(line);
        long second = permutation.at(line + 1);
        order[first < second ? 0 : 1]++;
        distances[(int) (Math.abs(second - first) * bins / size)]++;
      }
    }
    assertUniform("order", order);
    double[] expected = new double[bins];
    for (long distance = 1; distance < size; distance++) {
      expected[(int) (distance * bins / size)] +=
          2.0 * (size - distance) / ((double) size * (size - 1)) * Arrays.stream(order).sum();
    }
    assertFits("distances", distances, expected);
  }

  /** A test that cannot fail would say nothing. */
  @Test
  void assertUniform_aSlightlyLoadedDie_fails() {
    long[] counts = {10_500, 10_000, 10_000, 10_000, 10_000, 9_500};

    assertThat(statistic(counts, uniform(counts))).isGreaterThan(critical(5));
  }

  private static Permutation permutation(int size, int seed) {
    return Permutation.of(size, Seed.of(seed), "test");
  }

  private static void assertUniform(String what, long[] counts) {
    assertFits(what, counts, uniform(counts));
  }

  private static double[] uniform(long[] counts) {
    double[] expected = new double[counts.length];
    Arrays.fill(expected, (double) Arrays.stream(counts).sum() / counts.length);
    return expected;
  }

  private static void assertFits(String what, long[] counts, double[] expected) {
    assertThat(Arrays.stream(expected).min().orElseThrow()).isGreaterThan(5);
    assertThat(statistic(counts, expected)).as(what).isLessThan(critical(counts.length - 1));
  }

  private static double statistic(long[] counts, double[] expected) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
    }
    return sum;
  }

  /** The chi-square distribution's quantile, by Wilson and Hilferty's approximation (1931). */
  private static double critical(int freedom) {
    double ninth = 2.0 / (9 * freedom);
    return freedom * Math.pow(1 - ninth + Z * Math.sqrt(ninth), 3);
  }
}
