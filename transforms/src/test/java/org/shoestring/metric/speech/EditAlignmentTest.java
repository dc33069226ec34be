package org.shoestring.metric.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EditAlignmentTest {
  private final EditAlignment alignment = new EditAlignment();

  @Property(tries = 1000)
  void align_anyLines_isThatOfTheWholeTable(
      @ForAll("lines") List<Integer> reference, @ForAll("lines") List<Integer> hypothesis) {
    int[] first = ints(reference);
    int[] other = ints(hypothesis);

    assertThat(align(first, other)).isEqualTo(naive(first, other));
  }

  @Test
  void align_lineOfFourMillionCells_hasTheFewestEdits() {
    Random random = new Random(1);
    int[] reference = random.ints(3000, 0, 40).toArray();
    int[] hypothesis = random.ints(2500, 0, 40).toArray();

    double[] counts = align(reference, hypothesis);

    int[][] table = table(reference, hypothesis);
    assertThat(counts[1] + counts[2] + counts[3]).isEqualTo(table[3000][2500]);
    assertThat(counts[0] + counts[1] + counts[2]).isEqualTo(3000);
    assertThat(counts[0] + counts[1] + counts[3]).isEqualTo(2500);
  }

  @Test
  void align_lineOfFourMillionCells_isThatOfRapidFuzz() {
    // RapidFuzz 3.14.6: Levenshtein.opcodes([i * i % 97 % 10 for i in range(3000)],
    // [i * i * i % 89 % 10 for i in range(2500)]), the lengths of each kind
    int[] reference = new int[3000];
    int[] hypothesis = new int[2500];
    for (int i = 0; i < 3000; i++) {
      reference[i] = i * i % 97 % 10;
    }
    for (int i = 0; i < 2500; i++) {
      hypothesis[i] = (int) ((long) i * i * i % 89 % 10);
    }
    assertThat(align(reference, hypothesis)).containsExactly(1082, 1280, 638, 138);
  }

  @Provide
  Arbitrary<List<Integer>> lines() {
    Arbitrary<Integer> few = Arbitraries.integers().between(0, 2);
    Arbitrary<Integer> many = Arbitraries.integers().between(0, 30);
    return Arbitraries.oneOf(few.list().ofMaxSize(150), many.list().ofMaxSize(150));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private double[] align(int[] reference, int[] hypothesis) {
    Map<Integer, Integer> ids = new HashMap<>();
    int[] symbols = new int[reference.length + hypothesis.length];
    for (int i = 0; i < reference.length; i++) {
      symbols[i] = ids.computeIfAbsent(reference[i], key -> ids.size());
    }
    for (int i = 0; i < hypothesis.length; i++) {
      symbols[reference.length + i] = ids.getOrDefault(hypothesis[i], -1);
    }
    return alignment.align(symbols, reference.length, symbols.length);
  }

  private static int[][] table(int[] reference, int[] hypothesis) {
    int[][] table = new int[reference.length + 1][hypothesis.length + 1];
    for (int i = 0; i <= reference.length; i++) {
      for (int j = 0; j <= hypothesis.length; j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
        } else {
          int both = table[i - 1][j - 1] + (reference[i - 1] == hypothesis[j - 1] ? 0 : 1);
          table[i][j] = Math.min(both, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        }
      }
    }
    return table;
  }

  /** Equal ends first; then, from the end, a deletion, else an insertion, else both. */
  private static double[] naive(int[] reference, int[] hypothesis) {
    int start = 0;
    int i = reference.length;
    int j = hypothesis.length;
    while (start < Math.min(i, j) && reference[start] == hypothesis[start]) {
      start++;
    }
    double[] counts = {start, 0, 0, 0};
    while (start < Math.min(i, j) && reference[i - 1] == hypothesis[j - 1]) {
      i--;
      j--;
      counts[0]++;
    }
    int[] first = Arrays.copyOfRange(reference, start, i);
    int[] other = Arrays.copyOfRange(hypothesis, start, j);
    int[][] table = table(first, other);
    i = first.length;
    j = other.length;
    while (i > 0 || j > 0) {
      if (i > 0 && table[i][j] == table[i - 1][j] + 1) {
        counts[2]++;
        i--;
      } else if (j > 0 && (i == 0 || table[i][j - 1] == table[i - 1][j - 1] - 1)) {
        counts[3]++;
        j--;
      } else {
        counts[first[--i] == other[--j] ? 0 : 1]++;
      }
    }
    return counts;
  }
}
