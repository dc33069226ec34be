package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeamEditDistanceTest {
  private final BeamEditDistance distances = new BeamEditDistance();

  @Test
  void distance_shortWords_isTheEditDistance() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      int[] hypothesis = words(random, 1 + random.nextInt(20));
      int[] reference = words(random, 1 + random.nextInt(20));
      start(hypothesis, reference);
      assertThat(distances.distance()).isEqualTo(plain(hypothesis, reference));
    }
  }

  @Test
  void distance_changedWords_isThatOfAFreshStart() {
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      int[] hypothesis = words(random, 1 + random.nextInt(70));
      int[] reference = words(random, 1 + random.nextInt(70));
      start(hypothesis.clone(), reference);
      for (int change = 0; change < 5; change++) {
        int first = random.nextInt(hypothesis.length);
        int last = first + 1 + random.nextInt(hypothesis.length - first);
        int[] changed = hypothesis.clone();
        System.arraycopy(words(random, last - first), 0, changed, first, last - first);
        int expected = fresh(changed, reference);
        assertThat(distances.distance(changed, first, last, expected)).isEqualTo(expected);
        assertThat(distances.distance(changed, first, last, expected + 3)).isEqualTo(expected);
        assertThat(distances.distance(changed, first, last, expected - 1))
            .isGreaterThan(expected - 1);
        distances.change(changed, first, last);
        hypothesis = changed;
        assertThat(distances.distance()).isEqualTo(expected);
      }
    }
  }

  // sacreBLEU 2.6.0: BeamEditDistance(r)(r[k:] + r[:k])[0], where
  // r = [str(i) for i in range(100 + abs(k))]: the beam reaches 24 words ahead and 25 back
  @ParameterizedTest
  @CsvSource({"20,40", "24,48", "25,125", "26,126", "-24,48", "-25,50", "-26,126"})
  void distance_wordsMoved_isFoundWithinTheBeam(int by, int expected) {
    int length = 100 + Math.abs(by);
    int[] reference = IntStream.range(0, length).toArray();
    int[] hypothesis = IntStream.range(0, length).map(i -> Math.floorMod(i + by, length)).toArray();
    start(hypothesis, reference);
    assertThat(distances.distance()).isEqualTo(expected);
  }

  private void start(int[] hypothesis, int[] reference) {
    distances.start(hypothesis, hypothesis.length, reference, 0, reference.length);
  }

  private static int fresh(int[] hypothesis, int[] reference) {
    BeamEditDistance fresh = new BeamEditDistance();
    fresh.start(hypothesis.clone(), hypothesis.length, reference, 0, reference.length);
    return fresh.distance();
  }

  private static int[] words(Random random, int length) {
    return random.ints(length, 0, 6).toArray();
  }

  /** Levenshtein's distance without a beam. */
  private static int plain(int[] one, int[] other) {
    int[] row = IntStream.rangeClosed(0, other.length).toArray();
    for (int i = 1; i <= one.length; i++) {
      int[] above = Arrays.copyOf(row, row.length);
      row[0] = i;
      for (int j = 1; j <= other.length; j++) {
        int same = above[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
        row[j] = Math.min(same, Math.min(above[j], row[j - 1]) + 1);
      }
    }
    return row[other.length];
  }
}
