package org.shoestring.lexicon;

import org.shoestring.spec.UsageException;

/**
 * What bounds a training.
 *
 * <p>Memory: 36 bytes a pair of words while training, 144 MB at the default limit; before that, at
 * most about 120 MB for counting words and 190 MB for counting pairs. The sentences themselves are
 * not held, so the defaults train data of any size in a heap of 512 MB.
 *
 * @param iterations how many iterations of expectation maximisation
 * @param vocabulary how many words a side, the most frequent; others are left out of sentences
 * @param maxWords how many words and marks a sentence may have; longer pairs are skipped
 * @param maxPairs how many pairs of words are told apart; beyond that the rarest are forgotten
 */
public record Settings(int iterations, int vocabulary, int maxWords, int maxPairs) {
  public static final Settings DEFAULTS = new Settings(5, 50_000, 100, 4_000_000);

  public Settings {
    check("iterations", iterations, 1, 1_000);
    check("vocabulary", vocabulary, 1, 10_000_000);
    check("max-words", maxWords, 1, 10_000);
    check("max-pairs", maxPairs, 1_000, 500_000_000);
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw UsageException.mustBe("--" + name, "a number from " + min + " to " + max, value);
    }
  }

  /** Whether a sentence of so many words and marks is used. */
  boolean allows(int words) {
    return words > 0 && words <= maxWords;
  }

  /** The settings that decide what an iteration computes, as fingerprints hash them. */
  String canonical() {
    return "vocabulary=" + vocabulary + ",max-words=" + maxWords + ",max-pairs=" + maxPairs;
  }
}
