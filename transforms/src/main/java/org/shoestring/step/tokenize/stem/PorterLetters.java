package org.shoestring.step.tokenize.stem;

/**
 * The conditions of Porter's rules on the letters of a word, which begins at {@code start}, before
 * {@code stop}. A y is a consonant at the beginning and after a vowel.
 */
final class PorterLetters {

  private PorterLetters() {}

  /** How often a vowel is followed by a consonant before {@code stop}: m in the paper. */
  static int measure(char[] text, int start, int stop) {
    int measure = 0;
    boolean consonant = false;
    for (int i = start; i < stop; i++) {
      boolean vowelBefore = i > start && !consonant;
      consonant = isConsonant(text[i], vowelBefore || i == start);
      if (consonant && vowelBefore) {
        measure++;
      }
    }
    return measure;
  }

  static boolean hasVowel(char[] text, int start, int stop) {
    boolean consonant = false;
    for (int i = start; i < stop; i++) {
      consonant = isConsonant(text[i], !consonant);
      if (!consonant) {
        return true;
      }
    }
    return false;
  }

  /** Whether a consonant, a vowel and a consonant but w, x or y end there: *o in the paper. */
  static boolean endsShort(char[] text, int start, int stop) {
    int length = stop - start;
    if (length == 2) {
      return !isConsonant(text, start, start) && isConsonant(text, start, start + 1);
    }
    if (length < 3) {
      return false;
    }
    char last = text[stop - 1];
    return isConsonant(text, start, stop - 3)
        && !isConsonant(text, start, stop - 2)
        && isConsonant(text, start, stop - 1)
        && last != 'w'
        && last != 'x'
        && last != 'y';
  }

  static boolean isConsonant(char[] text, int start, int at) {
    int first = at;
    while (first > start && text[first] == 'y') {
      first--;
    }
    // Of several y in a row each second one is a vowel.
    boolean consonant = isConsonant(text[first], true);
    return (at - first) % 2 == 0 ? consonant : !consonant;
  }

  /** A y is a consonant where no consonant stands before it. */
  private static boolean isConsonant(char c, boolean noConsonantBefore) {
    return switch (c) {
      case 'a', 'e', 'i', 'o', 'u' -> false;
      case 'y' -> noConsonantBefore;
      default -> true;
    };
  }
}
