package org.shoestring.lexicon;

import org.shoestring.spec.Kind;
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
public record TrainingLimits(int iterations, int vocabulary, int maxWords, int maxPairs) {
  public static final Kind.Whole ITERATIONS = new Kind.Whole(1, 1_000);
  public static final Kind.Whole VOCABULARY = new Kind.Whole(1, 10_000_000);
  public static final Kind.Whole MAX_WORDS = new Kind.Whole(1, 10_000);
  public static final Kind.Whole MAX_PAIRS = new Kind.Whole(1_000, 500_000_000);

  public static final TrainingLimits DEFAULTS = new TrainingLimits(5, 50_000, 100, 4_000_000);

  public TrainingLimits {
    check("iterations", iterations, ITERATIONS);
    check("vocabulary", vocabulary, VOCABULARY);
    check("max-words", maxWords, MAX_WORDS);
    check("max-pairs", maxPairs, MAX_PAIRS);
  }

  private static void check(String name, int value, Kind.Whole range) {
    if (value < range.min() || value > range.max()) {
      throw UsageException.mustBe("--" + name, range.allowed(Integer.toString(value)), value);
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
