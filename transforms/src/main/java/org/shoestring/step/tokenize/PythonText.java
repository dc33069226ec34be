package org.shoestring.step.tokenize;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.util.VersionInfo;
import java.util.Locale;

/**
 * Text as Python's {@code str} sees it, which decides the last digit of the reference tools'
 * scores: what is blank, and lower case by Unicode 14 (Python 3.11), on every Java version.
 */
public final class PythonText {
  private static final int CAPITAL_SIGMA = 0x3A3;
  private static final int CAPITAL_I_WITH_DOT = 0x130;

  /** The one character of Unicode 14 that a later version took out of those that case ignores. */
  private static final int AHOM_CONSONANT_SIGN_MEDIAL_RA = 0x1171E;

  private PythonText() {}

  /** Whether {@code str.split()} splits here: Java's {@code \s} knows fewer of them. */
  public static boolean isBlank(int codePoint) {
    if (codePoint <= ' ') {
      return codePoint == ' '
          || (codePoint >= '\t' && codePoint <= '\r')
          || (codePoint >= 0x1C && codePoint <= 0x1F);
    }
    if (codePoint < 0x1680) {
      return codePoint == 0x85 || codePoint == 0xA0;
    }
    return codePoint == 0x1680
        || (codePoint >= 0x2000 && codePoint <= 0x200A)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || codePoint == 0x202F
        || codePoint == 0x205F
        || codePoint == 0x3000;
  }

  /** {@code str.rstrip()}. */
  public static String stripTrailing(String line) {
    int end = line.length();
    while (end > 0 && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end);
  }

  /** {@code str.lower()}. */
  public static String lower(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) > 0xFF) {
        return lowerAny(line);
      }
    }
    return line.toLowerCase(Locale.ROOT);
  }

  /** {@code str.lower()} of one ASCII character. */
  public static int lowerAscii(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  private static String lowerAny(String line) {
    StringBuilder lowered = new StringBuilder(line.length() + 4);
    int codePoint;
    for (int i = 0; i < line.length(); i += Character.charCount(codePoint)) {
      codePoint = line.codePointAt(i);
      if (codePoint == CAPITAL_SIGMA) {
        lowered.append(isFinalSigma(line, i) ? 'ς' : 'σ');
      } else if (codePoint == CAPITAL_I_WITH_DOT) {
        lowered.append("i\u0307");
      } else {
        lowered.appendCodePoint(lower(codePoint));
      }
    }
    return lowered.toString();
  }

  private static int lower(int codePoint) {
    int lower = UCharacter.toLowerCase(codePoint);
    return lower == codePoint || isKnown(codePoint) ? lower : codePoint;
  }

  /** Whether a letter stands before and none after, looking over what Unicode tells to ignore. */
  private static boolean isFinalSigma(String line, int at) {
    int i = at;
    while (i > 0 && isIgnorable(line.codePointBefore(i))) {
      i -= Character.charCount(line.codePointBefore(i));
    }
    if (i == 0 || !isCased(line.codePointBefore(i))) {
      return false;
    }
    i = at + 1;
    while (i < line.length() && isIgnorable(line.codePointAt(i))) {
      i += Character.charCount(line.codePointAt(i));
    }
    return i == line.length() || !isCased(line.codePointAt(i));
  }

  private static boolean isIgnorable(int codePoint) {
    return (UCharacter.hasBinaryProperty(codePoint, UProperty.CASE_IGNORABLE) && isKnown(codePoint))
        || codePoint == AHOM_CONSONANT_SIGN_MEDIAL_RA;
  }

  private static boolean isCased(int codePoint) {
    return UCharacter.hasBinaryProperty(codePoint, UProperty.CASED) && isKnown(codePoint);
  }

  private static boolean isKnown(int codePoint) {
    return UCharacter.getAge(codePoint).compareTo(VersionInfo.UNICODE_14_0) <= 0;
  }
}
