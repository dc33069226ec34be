package org.shoestring.step.normalize.whisper;

import java.util.List;
import org.shoestring.step.tokenize.PythonText;

/** What is done to a line before and after the pass over its numbers. */
final class NumberText {
  private static final String HALF_MARKS = "€£$";
  private static final List<String> SUFFIXES = List.of("st", "nd", "rd", "th", "s");

  private NumberText() {}

  /** {@code and a half} as {@code point five}, letters and digits apart, suffixes to digits. */
  static String prepare(String text) {
    return withSuffixes(apart(withoutHalves(text)));
  }

  private static String withoutHalves(String text) {
    StringBuilder joined = new StringBuilder(text.length());
    int start = 0;
    int at = text.indexOf("and");
    while (at >= 0) {
      int end = halfEnd(text, at);
      if (end < 0) {
        at = text.indexOf("and", at + 1);
        continue;
      }
      String segment = text.substring(start, at);
      if (!isBlank(segment)) {
        append(joined, segment);
        append(joined, isNumber(lastWord(segment)) ? "point five" : "and a half");
      }
      start = end;
      at = text.indexOf("and", end);
    }
    if (start == 0) {
      return text;
    }
    String rest = text.substring(start);
    if (!isBlank(rest)) {
      append(joined, rest);
    }
    return joined.toString();
  }

  private static void append(StringBuilder joined, String segment) {
    if (joined.length() > 0) {
      joined.append(' ');
    }
    joined.append(segment);
  }

  /** Where {@code and a half} ends that starts at {@code at}, or -1. */
  private static int halfEnd(String text, int at) {
    int a = afterBlanks(text, at + 3);
    if (!LiteralRule.isWordStart(text, at) || a == at + 3 || !text.startsWith("a", a)) {
      return -1;
    }
    int half = afterBlanks(text, a + 1);
    int end = half + 4;
    return half > a + 1 && text.startsWith("half", half) && LiteralRule.isWordEnd(text, end)
        ? end
        : -1;
  }

  private static int afterBlanks(CharSequence text, int from) {
    int i = from;
    while (i < text.length() && PythonText.isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isBlank(String text) {
    return afterBlanks(text, 0) == text.length();
  }

  private static String lastWord(String segment) {
    String trimmed = PythonText.stripTrailing(segment);
    int start = trimmed.length();
    while (start > 0 && !PythonText.isBlank(trimmed.charAt(start - 1))) {
      start--;
    }
    return trimmed.substring(start);
  }

  private static boolean isNumber(String word) {
    return NumberWord.of(word)
        .filter(
            entry ->
                switch (entry.kind()) {
                  case ZERO, ONES, TENS, MULTIPLIER -> true;
                  default -> false;
                })
        .isPresent();
  }

  /** A blank between letters and digits of ASCII. */
  private static String apart(String text) {
    StringBuilder apart = new StringBuilder(text.length() + 8);
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((Unicode14.isAsciiDigit(c) && Unicode14.isAsciiLetter(before))
          || (Unicode14.isAsciiLetter(c) && Unicode14.isAsciiDigit(before))) {
        apart.append(' ');
      }
      apart.append(c);
      before = c;
    }
    return apart.toString();
  }

  /** No blank between a digit and a suffix. */
  private static String withSuffixes(String text) {
    StringBuilder joined = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      joined.append(c);
      if (Unicode14.isAsciiDigit(c)) {
        int suffix = afterBlanks(text, i);
        if (suffix > i && startsWithSuffix(text, suffix)) {
          i = suffix;
        }
      }
    }
    return joined.toString();
  }

  private static boolean startsWithSuffix(String text, int at) {
    for (String suffix : SUFFIXES) {
      if (text.startsWith(suffix, at) && LiteralRule.isWordEnd(text, at + suffix.length())) {
        return true;
      }
    }
    return false;
  }

  /** Cents joined to their dollars or alone, and {@code one} for {@code 1}. */
  static String finish(String text) {
    String joined = text.indexOf('¢') < 0 ? text : withCents(text);
    boolean money = HALF_MARKS.chars().anyMatch(mark -> joined.indexOf(mark) >= 0);
    return withOnes(money ? withCentsAlone(joined) : joined);
  }

  /** {@code $2 and ¢7} as {@code $2.07}. */
  private static String withCents(String text) {
    StringBuilder joined = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int units = HALF_MARKS.indexOf(c) < 0 ? i + 1 : digitsEnd(text, i + 1);
      if (units > i + 1 && text.startsWith(" ", units)) {
        int mark = text.startsWith("and ", units + 1) ? units + 5 : units + 1;
        int end = text.startsWith("¢", mark) ? centsEnd(text, mark + 1) : -1;
        if (end > 0) {
          joined.append(text, i, units).append(end - mark == 2 ? ".0" : ".");
          joined.append(text, mark + 1, end);
          i = end;
          continue;
        }
      }
      joined.append(c);
      i++;
    }
    return joined.toString();
  }

  /** {@code $0.36} as {@code ¢36}, whatever stands where the point does. */
  private static String withCentsAlone(String text) {
    StringBuilder alone = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (HALF_MARKS.indexOf(c) >= 0 && text.startsWith("0", i + 1) && i + 2 < text.length()) {
        int cents = i + 2 + Character.charCount(text.codePointAt(i + 2));
        int end = centsEnd(text, cents);
        if (end > 0) {
          alone.append('¢').append(Integer.parseInt(text, cents, end, 10));
          i = end;
          continue;
        }
      }
      alone.append(c);
      i++;
    }
    return alone.toString();
  }

  /** Where one or two digits end that a word ends with, or -1. */
  private static int centsEnd(String text, int from) {
    int end = digitsEnd(text, from);
    return end > from && end - from <= 2 && LiteralRule.isWordEnd(text, end) ? end : -1;
  }

  private static int digitsEnd(String text, int from) {
    int i = from;
    while (i < text.length() && Unicode14.isAsciiDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static String withOnes(String text) {
    int at = text.indexOf('1');
    if (at < 0) {
      return text;
    }
    StringBuilder spelled = new StringBuilder(text.length() + 8);
    int copied = 0;
    while (at >= 0) {
      int end = text.startsWith("s", at + 1) ? at + 2 : at + 1;
      if (LiteralRule.isWordStart(text, at) && LiteralRule.isWordEnd(text, end)) {
        spelled.append(text, copied, at).append("one");
        copied = at + 1;
      }
      at = text.indexOf('1', at + 1);
    }
    return spelled.append(text, copied, text.length()).toString();
  }
}
