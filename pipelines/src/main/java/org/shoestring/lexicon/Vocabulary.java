package org.shoestring.lexicon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The words of one side, numbered from 1 by falling frequency, equals in the order of their
 * characters; 0 is no word at all, the null word of the model.
 *
 * <p>A word at the start of a sentence counts as its small-letter form if that is more frequent
 * inside sentences: {@code Ein} becomes {@code ein}, {@code Frau} stays.
 */
final class Vocabulary {
  static final int NULL = 0;

  private final List<String> words;
  private final Map<String, Integer> numbers;
  private final Map<String, String> initials;

  private Vocabulary(List<String> words, Map<String, String> initials) {
    this.words = words;
    this.initials = initials;
    this.numbers = new HashMap<>(words.size() * 2);
    for (int i = 1; i < words.size(); i++) {
      numbers.put(words.get(i), i);
    }
  }

  /** How many numbers there are, that of the null word included. */
  int size() {
    return words.size();
  }

  /** The word of a number from 1. */
  String word(int number) {
    return words.get(number);
  }

  /** The numbers of the known words of a sentence, in order. */
  int[] numbers(List<Words.Token> sentence) {
    return sentence.stream()
        .map(
            token ->
                token.initial() ? initials.getOrDefault(token.text(), token.text()) : token.text())
        .mapToInt(word -> numbers.getOrDefault(word, -1))
        .filter(number -> number >= 0)
        .toArray();
  }

  /** Counts words; the rarest are forgotten while there are too many of them. */
  static final class Counter {
    private static final int DISTINCT = 400_000;

    private final int limit;
    private final int distinct;
    private final Map<String, Count> counts = new HashMap<>();
    private int forgotten;

    /**
     * @param limit how many words the vocabulary may have
     */
    Counter(int limit) {
      this.limit = limit;
      this.distinct = Math.max(DISTINCT, 2 * limit);
    }

    void add(List<Words.Token> tokens) {
      for (Words.Token token : tokens) {
        Count count = counts.computeIfAbsent(token.text(), text -> new Count());
        if (token.initial()) {
          count.initial++;
        } else {
          count.inside++;
        }
      }
      if (counts.size() > distinct) {
        forgetRarest();
      }
    }

    private void forgetRarest() {
      for (int i = 1; counts.size() > distinct - distinct / 4; i++) {
        int least = i;
        counts.values().removeIf(count -> count.initial + count.inside <= least);
        forgotten = Math.max(forgotten, least);
      }
    }

    /** Says what the limits leave out, if anything. */
    void report(String side, Consumer<String> log) {
      if (forgotten > 0) {
        log.accept(Training.tooMany(distinct, side + " words", forgotten));
      }
      if (counts.size() > limit) {
        log.accept(
            "using the "
                + limit
                + " most frequent of "
                + counts.size()
                + " "
                + side
                + " words (--vocabulary)");
      }
    }

    Vocabulary vocabulary() {
      Map<String, String> initials = new HashMap<>();
      Map<String, Integer> totals = new HashMap<>();
      counts.forEach(
          (word, count) -> {
            String small = Words.lowerFirst(word);
            Count other = counts.get(small);
            boolean lowered =
                count.initial > 0
                    && other != null
                    && !small.equals(word)
                    && other.inside > count.inside;
            if (lowered) {
              initials.put(word, small);
              totals.merge(small, count.initial, Integer::sum);
            } else {
              totals.merge(word, count.initial, Integer::sum);
            }
            totals.merge(word, count.inside, Integer::sum);
          });
      List<String> words = new ArrayList<>();
      words.add("");
      totals.entrySet().stream()
          .filter(entry -> entry.getValue() > 0)
          .sorted(
              Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(limit)
          .map(Map.Entry::getKey)
          .forEach(words::add);
      return new Vocabulary(words, initials);
    }

    private static final class Count {
      private int initial;
      private int inside;
    }
  }
}
