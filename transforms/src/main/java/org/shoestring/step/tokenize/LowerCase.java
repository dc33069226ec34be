package org.shoestring.step.tokenize;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.util.VersionInfo;

/**
 * Lower-casing as Python 3.11's {@code str.lower()}: Unicode 14, a final sigma at the end of a
 * word, a dotted capital I as two characters, no language's rules.
 *
 * <p>The tables are ICU's, whose version the build fixes, so that the result does not depend on the
 * Java that runs it; what Unicode added after 14 is left as it is.
 */
public final class LowerCase {
  private static final VersionInfo UNICODE_14 = VersionInfo.getInstance(14);
  private static final int DOTTED_CAPITAL_I = 0x130;
  private static final int CAPITAL_SIGMA = 0x3A3;
  private static final char SIGMA = '\u03C3';
  private static final char FINAL_SIGMA = '\u03C2';

  /** The one character of Unicode 14 that a later version took out of those that case ignores. */
  private static final int AHOM_CONSONANT_SIGN_MEDIAL_RA = 0x1171E;

  private LowerCase() {}

  public static String of(String text) {
    StringBuilder lower = new StringBuilder(text.length() + 4);
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c < 0x80) {
        lower.append((char) ofAscii(c));
      } else if (c == CAPITAL_SIGMA) {
        lower.append(endsWord(text, i, next) ? FINAL_SIGMA : SIGMA);
      } else if (c == DOTTED_CAPITAL_I) {
        lower.append("i\u0307");
      } else {
        lower.appendCodePoint(simple(c));
      }
      i = next;
    }
    return lower.toString();
  }

  /** The same for one ASCII character. */
  public static int ofAscii(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  private static int simple(int c) {
    int lower = UCharacter.toLowerCase(c);
    return lower == c || !isKnown(c) ? c : lower;
  }

  /** Whether a letter is before {@code text[from, to)} and none after, past what case ignores. */
  private static boolean endsWord(String text, int from, int to) {
    int before = from;
    int c = 0;
    do {
      if (before == 0) {
        return false;
      }
      c = text.codePointBefore(before);
      before -= Character.charCount(c);
    } while (isCaseIgnorable(c));
    if (!isCased(c)) {
      return false;
    }
    int after = to;
    while (after < text.length()) {
      c = text.codePointAt(after);
      if (!isCaseIgnorable(c)) {
        return !isCased(c);
      }
      after += Character.charCount(c);
    }
    return true;
  }

  private static boolean isCased(int c) {
    return UCharacter.hasBinaryProperty(c, UProperty.CASED) && isKnown(c);
  }

  private static boolean isCaseIgnorable(int c) {
    return (UCharacter.hasBinaryProperty(c, UProperty.CASE_IGNORABLE) && isKnown(c))
        || c == AHOM_CONSONANT_SIGN_MEDIAL_RA;
  }

  private static boolean isKnown(int c) {
    return UCharacter.getAge(c).compareTo(UNICODE_14) <= 0;
  }
}
