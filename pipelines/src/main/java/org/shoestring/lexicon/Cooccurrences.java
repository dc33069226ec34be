package org.shoestring.lexicon;

import java.util.Arrays;

/**
 * Which words stand in a pair together: for each source word the target words, ascending, in one
 * flat array (compressed sparse rows). The place of a pair in it is what the model's numbers are
 * kept by. The null word is 0 on both sides.
 */
final class Cooccurrences {
  private final int[] rows;
  private final int[] targets;
  private final int targetWords;

  private Cooccurrences(int[] rows, int[] targets, int targetWords) {
    this.rows = rows;
    this.targets = targets;
    this.targetWords = targetWords;
  }

  /** Counts the pairs of words of two sentences, and of their words with the null words. */
  static void count(int[] source, int[] target, LongCounts counts) {
    for (int t : target) {
      counts.increment(LongCounts.key(Vocabulary.NULL, t));
    }
    for (int s : source) {
      counts.increment(LongCounts.key(s, Vocabulary.NULL));
      for (int t : target) {
        counts.increment(LongCounts.key(s, t));
      }
    }
  }

  /** What was counted and not forgotten, for vocabularies of these sizes. */
  static Cooccurrences of(LongCounts pairs, int sourceWords, int targetWords) {
    long[] keys = pairs.sortedKeys();
    int[] rows = new int[sourceWords + 1];
    int[] targets = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      rows[LongCounts.first(keys[i]) + 1]++;
      targets[i] = LongCounts.second(keys[i]);
    }
    Arrays.parallelPrefix(rows, Integer::sum);
    return new Cooccurrences(rows, targets, targetWords);
  }

  /** How many pairs there are. */
  int size() {
    return targets.length;
  }

  int sourceWords() {
    return rows.length - 1;
  }

  int targetWords() {
    return targetWords;
  }

  /** Where the pairs of a source word start. */
  int start(int source) {
    return rows[source];
  }

  /** Where the pairs of a source word end, exclusive. */
  int end(int source) {
    return rows[source + 1];
  }

  /** The target word at a place. */
  int target(int place) {
    return targets[place];
  }

  /** The place of a pair, negative if it is not among them. */
  int find(int source, int target) {
    return Arrays.binarySearch(targets, rows[source], rows[source + 1], target);
  }

  /**
   * The places of all pairs of two sentences: row i is source word i, column j target word j, both
   * counted from 1; row and column 0 are the null words.
   */
  int[][] places(int[] source, int[] target) {
    int[][] places = new int[source.length + 1][target.length + 1];
    for (int i = 0; i <= source.length; i++) {
      for (int j = 0; j <= target.length; j++) {
        places[i][j] =
            find(
                i == 0 ? Vocabulary.NULL : source[i - 1], j == 0 ? Vocabulary.NULL : target[j - 1]);
      }
    }
    return places;
  }
}
