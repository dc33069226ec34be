package org.shoestring.lexicon;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.shoestring.spec.Shown;

/**
 * A language model of two words: how likely a word follows another, by interpolated absolute
 * discounting over the number of words that a word follows (Kneser and Ney 1995, as in Chen and
 * Goodman 1999, "An empirical study of smoothing techniques for language modeling"):
 *
 * <pre>
 *   p(w | v)  = max(c(v w) - D, 0) / c(v) + D * types(v .) / c(v) * p(w)
 *   p(w)      = (types(. w) + 1) / (types(. .) + words)
 * </pre>
 *
 * <p>As a file it is a table of word, next word, count; the empty word is where a sentence starts
 * and ends.
 */
final class Bigrams {
  /** The number of the start and end of a sentence. */
  static final int BOUNDARY = 0;

  /** The number of every word that the model does not know. */
  static final int UNKNOWN = -1;

  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

  private static final double DISCOUNT = 0.75;

  private final Map<String, Integer> numbers;
  private final LongCounts counts;
  private final double[] contextCounts;
  private final double[] contextTypes;
  private final double[] types;
  private final double mass;

  private Bigrams(Map<String, Integer> numbers, LongCounts counts) {
    this.numbers = numbers;
    this.counts = counts;
    contextCounts = new double[numbers.size()];
    contextTypes = new double[numbers.size()];
    types = new double[numbers.size()];
    long[] keys = counts.sortedKeys();
    for (long key : keys) {
      contextCounts[LongCounts.first(key)] += counts.count(key);
      contextTypes[LongCounts.first(key)]++;
      types[LongCounts.second(key)]++;
    }
    mass = keys.length + numbers.size();
  }

  /** Counts the bigrams of a sentence of word numbers. */
  static void count(int[] sentence, LongCounts counts) {
    int previous = BOUNDARY;
    for (int word : sentence) {
      counts.increment(LongCounts.key(previous, word));
      previous = word;
    }
    counts.increment(LongCounts.key(previous, BOUNDARY));
  }

  static void save(LongCounts counts, Vocabulary words, Path path) throws IOException {
    try (Writer out = Gz.writer(path)) {
      for (long key : counts.sortedKeys()) {
        out.write(words.word(LongCounts.first(key)));
        out.write('\t');
        out.write(words.word(LongCounts.second(key)));
        out.write('\t');
        out.write(Integer.toString(counts.count(key)));
        out.write('\n');
      }
    }
  }

  static Bigrams load(Path path) throws IOException {
    Map<String, Integer> numbers = new HashMap<>();
    numbers.put("", BOUNDARY);
    LongCounts counts = new LongCounts(Integer.MAX_VALUE);
    Gz.forEachRow(
        path,
        3,
        row ->
            add(counts, number(numbers, row.text(0)), number(numbers, row.text(1)), row.text(2)));
    return new Bigrams(numbers, counts);
  }

  private static void add(LongCounts counts, int first, int second, String count) {
    if (!COUNT.matcher(count).matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(count) + " is not a count; expected a whole number from 1, below 10^9");
    }
    long key = LongCounts.key(first, second);
    if (counts.count(key) > 0) {
      throw new IllegalArgumentException("the pair of words of an earlier line is here again");
    }
    counts.add(key, Integer.parseInt(count));
  }

  private static int number(Map<String, Integer> numbers, String word) {
    return numbers.computeIfAbsent(word, added -> numbers.size());
  }

  /** The number of a word, {@link #UNKNOWN} if the model has not seen it. */
  int number(String word) {
    return numbers.getOrDefault(word, UNKNOWN);
  }

  /** The logarithm of p(word | previous). */
  double log(int previous, int word) {
    double single = (word == UNKNOWN ? 1 : types[word] + 1) / mass;
    if (previous == UNKNOWN || contextCounts[previous] == 0) {
      return StrictMath.log(single);
    }
    int count = word == UNKNOWN ? 0 : counts.count(LongCounts.key(previous, word));
    double discounted = Math.max(0, count - DISCOUNT);
    return StrictMath.log(
        (discounted + DISCOUNT * contextTypes[previous] * single) / contextCounts[previous]);
  }
}
