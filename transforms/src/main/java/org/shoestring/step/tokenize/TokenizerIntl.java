package org.shoestring.step.tokenize;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.util.VersionInfo;

/**
 * {@code intl}: mteval-v14's international tokenizer, by Unicode's punctuation, symbols and
 * numbers. A line is not padded, so a point at its end stays with a number.
 *
 * <p>Characters newer than Unicode 15 are plain, on every Java and ICU version, as they were to the
 * {@code regex} module whose answers this was checked against.
 */
final class TokenizerIntl extends PunctuationScanner {
  private static final byte[] KINDS = table(TokenizerIntl::international);

  TokenizerIntl() {
    super(KINDS, false);
  }

  @Override
  byte kind(int codePoint) {
    return international(codePoint);
  }

  private static byte international(int codePoint) {
    if (UCharacter.getAge(codePoint).compareTo(VersionInfo.UNICODE_15_0) > 0) {
      return PLAIN;
    }
    return switch (UCharacter.getType(codePoint)) {
      case UCharacterCategory.DECIMAL_DIGIT_NUMBER,
          UCharacterCategory.LETTER_NUMBER,
          UCharacterCategory.OTHER_NUMBER ->
          DIGIT;
      case UCharacterCategory.CONNECTOR_PUNCTUATION,
          UCharacterCategory.DASH_PUNCTUATION,
          UCharacterCategory.START_PUNCTUATION,
          UCharacterCategory.END_PUNCTUATION,
          UCharacterCategory.INITIAL_PUNCTUATION,
          UCharacterCategory.FINAL_PUNCTUATION,
          UCharacterCategory.OTHER_PUNCTUATION ->
          POINT;
      case UCharacterCategory.MATH_SYMBOL,
          UCharacterCategory.CURRENCY_SYMBOL,
          UCharacterCategory.MODIFIER_SYMBOL,
          UCharacterCategory.OTHER_SYMBOL ->
          ALONE;
      default -> PLAIN;
    };
  }
}
