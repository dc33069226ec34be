package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NgramMatchesTest {
  private static final int ORDER = 5;

  private final NgramMatches matches = new NgramMatches(ORDER);

  @Property
  void count_anyLines_isThatOfMapsOfLists(
      @ForAll @Size(max = 30) List<@IntRange(max = 3) Integer> hypothesis,
      @ForAll @Size(min = 1, max = 3)
          List<@Size(max = 30) List<@IntRange(max = 3) Integer>> references) {
    List<Integer> symbols = new ArrayList<>();
    int[] ends = new int[references.size() + 1];
    Map<Integer, Integer> ids = new HashMap<>();
    hypothesis.forEach(
        value -> {
          ids.putIfAbsent(value, ids.size());
          symbols.add(ids.get(value));
        });
    ends[0] = symbols.size();
    for (int r = 0; r < references.size(); r++) {
      references.get(r).forEach(value -> symbols.add(ids.getOrDefault(value, -1)));
      ends[r + 1] = symbols.size();
    }

    matches.count(symbols.stream().mapToInt(i -> i).toArray(), ends, ends.length);

    for (int n = 1; n <= ORDER; n++) {
      assertThat(matches.matches(n)).isEqualTo(expected(hypothesis, references, n));
    }
  }

  private static int expected(List<Integer> hypothesis, List<List<Integer>> references, int n) {
    Map<List<Integer>, Integer> most = new HashMap<>();
    for (List<Integer> reference : references) {
      ngrams(reference, n).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
    }
    return ngrams(hypothesis, n).entrySet().stream()
        .mapToInt(entry -> Math.min(entry.getValue(), most.getOrDefault(entry.getKey(), 0)))
        .sum();
  }

  private static Map<List<Integer>, Integer> ngrams(List<Integer> symbols, int n) {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= symbols.size(); i++) {
      counts.merge(symbols.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }
}
