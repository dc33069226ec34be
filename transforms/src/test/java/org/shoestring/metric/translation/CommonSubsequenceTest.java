package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CommonSubsequenceTest {
  private final CommonSubsequence common = new CommonSubsequence();

  @Property(tries = 1000)
  void length_anyLines_isThatOfTheWholeTable(
      @ForAll("lines") List<Integer> first, @ForAll("lines") List<Integer> other) {
    int[] symbols = symbols(first, other);

    assertThat(common.length(symbols, 0, first.size(), first.size(), symbols.length))
        .isEqualTo(table(first, other)[first.size()][other.size()]);
  }

  @Property(tries = 1000)
  void mark_anyLines_followsTheWholeTable(
      @ForAll("lines") List<Integer> first, @ForAll("lines") List<Integer> other) {
    int[] symbols = symbols(first, other);
    boolean[] marked = new boolean[first.size()];

    common.mark(symbols, 0, first.size(), first.size(), symbols.length, marked);

    assertThat(marked).isEqualTo(naive(first, other));
  }

  @Provide
  Arbitrary<List<Integer>> lines() {
    Arbitrary<Integer> few = Arbitraries.integers().between(0, 2);
    Arbitrary<Integer> many = Arbitraries.integers().between(0, 30);
    return Arbitraries.oneOf(few.list().ofMaxSize(150), many.list().ofMaxSize(150));
  }

  private static int[] symbols(List<Integer> first, List<Integer> other) {
    Map<Integer, Integer> ids = new HashMap<>();
    int[] symbols = new int[first.size() + other.size()];
    for (int i = 0; i < first.size(); i++) {
      symbols[i] = ids.computeIfAbsent(first.get(i), key -> ids.size());
    }
    for (int i = 0; i < other.size(); i++) {
      symbols[first.size() + i] = ids.getOrDefault(other.get(i), -1);
    }
    return symbols;
  }

  private static int[][] table(List<Integer> first, List<Integer> other) {
    int[][] table = new int[first.size() + 1][other.size() + 1];
    for (int i = 1; i <= first.size(); i++) {
      for (int j = 1; j <= other.size(); j++) {
        table[i][j] =
            first.get(i - 1).equals(other.get(j - 1))
                ? table[i - 1][j - 1] + 1
                : Math.max(table[i - 1][j], table[i][j - 1]);
      }
    }
    return table;
  }

  private static boolean[] naive(List<Integer> first, List<Integer> other) {
    int[][] table = table(first, other);
    boolean[] marked = new boolean[first.size()];
    int i = first.size();
    int j = other.size();
    while (i > 0 && j > 0) {
      if (first.get(i - 1).equals(other.get(j - 1))) {
        marked[--i] = true;
        j--;
      } else if (table[i][j - 1] > table[i - 1][j]) {
        j--;
      } else {
        i--;
      }
    }
    return marked;
  }
}
