package org.shoestring.step.normalize.whisper;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.text.FilteredNormalizer2;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;

/**
 * Categories and compatibility forms of characters by Unicode 14 (Python 3.11), on every Java
 * version; what came later is unassigned.
 */
final class Unicode14 {
  /** The one character whose category a later version changed in a way that matters here. */
  private static final int AHOM_CONSONANT_SIGN_MEDIAL_RA = 0x1171E;

  private static final UnicodeSet KNOWN = new UnicodeSet("[:Age=14.0:]").freeze();
  private static final Normalizer2 NFKC =
      new FilteredNormalizer2(Normalizer2.getNFKCInstance(), KNOWN);
  private static final Normalizer2 NFKD =
      new FilteredNormalizer2(Normalizer2.getNFKDInstance(), KNOWN);

  private static final int LETTERS_AND_NUMBERS =
      1 << UCharacterCategory.UPPERCASE_LETTER
          | 1 << UCharacterCategory.LOWERCASE_LETTER
          | 1 << UCharacterCategory.TITLECASE_LETTER
          | 1 << UCharacterCategory.MODIFIER_LETTER
          | 1 << UCharacterCategory.OTHER_LETTER
          | 1 << UCharacterCategory.DECIMAL_DIGIT_NUMBER
          | 1 << UCharacterCategory.LETTER_NUMBER
          | 1 << UCharacterCategory.OTHER_NUMBER;
  private static final int MARKS_SYMBOLS_AND_PUNCTUATION =
      1 << UCharacterCategory.NON_SPACING_MARK
          | 1 << UCharacterCategory.ENCLOSING_MARK
          | 1 << UCharacterCategory.COMBINING_SPACING_MARK
          | 1 << UCharacterCategory.DASH_PUNCTUATION
          | 1 << UCharacterCategory.START_PUNCTUATION
          | 1 << UCharacterCategory.END_PUNCTUATION
          | 1 << UCharacterCategory.CONNECTOR_PUNCTUATION
          | 1 << UCharacterCategory.OTHER_PUNCTUATION
          | 1 << UCharacterCategory.INITIAL_PUNCTUATION
          | 1 << UCharacterCategory.FINAL_PUNCTUATION
          | 1 << UCharacterCategory.MATH_SYMBOL
          | 1 << UCharacterCategory.CURRENCY_SYMBOL
          | 1 << UCharacterCategory.MODIFIER_SYMBOL
          | 1 << UCharacterCategory.OTHER_SYMBOL;

  private Unicode14() {}

  static String nfkc(String text) {
    return isAscii(text) ? text : NFKC.normalize(text);
  }

  static String nfkd(String text) {
    return isAscii(text) ? text : NFKD.normalize(text);
  }

  private static boolean isAscii(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) < 0x80) {
      i++;
    }
    return i == text.length();
  }

  /** A character of a word, as {@code \w} is in Python: a letter, a number or the underscore. */
  static boolean isWord(int codePoint) {
    if (codePoint < 0x80) {
      return isAsciiLetter(codePoint | 0x20) || isAsciiDigit(codePoint) || codePoint == '_';
    }
    return is(codePoint, LETTERS_AND_NUMBERS);
  }

  /** A mark, a symbol or punctuation: the categories M, S and P. */
  static boolean isMarkSymbolOrPunctuation(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint > ' '
          && codePoint < 0x7F
          && !isAsciiLetter(codePoint | 0x20)
          && !isAsciiDigit(codePoint);
    }
    return is(codePoint, MARKS_SYMBOLS_AND_PUNCTUATION);
  }

  /** A mark without a width of its own: the category Mn. */
  static boolean isNonSpacingMark(int codePoint) {
    return codePoint >= 0x300
        && (is(codePoint, 1 << UCharacterCategory.NON_SPACING_MARK)
            || codePoint == AHOM_CONSONANT_SIGN_MEDIAL_RA);
  }

  /** {@code \d} in Python: a decimal digit of any script. */
  static boolean isDigit(int codePoint) {
    return codePoint < 0x80
        ? isAsciiDigit(codePoint)
        : is(codePoint, 1 << UCharacterCategory.DECIMAL_DIGIT_NUMBER);
  }

  static boolean isAsciiDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAsciiLetter(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean is(int codePoint, int categories) {
    return (1 << UCharacter.getType(codePoint) & categories) != 0 && KNOWN.contains(codePoint);
  }
}
