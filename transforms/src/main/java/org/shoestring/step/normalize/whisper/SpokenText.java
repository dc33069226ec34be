package org.shoestring.step.normalize.whisper;

import java.util.Map;
import org.shoestring.step.tokenize.PythonText;

/** What both normalizers do to a text: brackets, symbols, marks and blanks. */
final class SpokenText {
  /** Letters that no decomposition takes apart. */
  private static final Map<Integer, String> PLAIN_LETTERS =
      Map.ofEntries(
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'Œ', "OE"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'Ø', "O"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'Æ', "AE"),
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'ẞ', "SS"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'Đ', "D"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'Ð', "D"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'Þ', "th"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'Ł', "L"));

  private SpokenText() {}

  /** The text without what stands in {@code <>} or {@code []}, then without that in {@code ()}. */
  static String withoutBrackets(String text) {
    String outside = text;
    if (text.indexOf('<') >= 0 || text.indexOf('[') >= 0) {
      outside = without(text, "<[", ">]", 1);
    }
    return outside.indexOf('(') < 0 ? outside : without(outside, "(", ")", 2);
  }

  /** Any opening bracket goes with any closing one, the next after it. */
  private static String without(String text, String opening, String closing, int least) {
    StringBuilder outside = new StringBuilder(text.length());
    int end = -1;
    int i = 0;
    while (i < text.length()) {
      if (opening.indexOf(text.charAt(i)) >= 0) {
        end = end > i ? end : indexOfAny(closing, text, i + 1);
        if (end - i >= least && end < text.length()) {
          i = end + 1;
          continue;
        }
      }
      outside.append(text.charAt(i++));
    }
    return outside.toString();
  }

  private static int indexOfAny(String wanted, String text, int from) {
    int i = from;
    while (i < text.length() && wanted.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  /** Blanks in the place of marks, symbols and punctuation, after NFKC. */
  static String withoutSymbols(String text) {
    String composed = Unicode14.nfkc(text);
    StringBuilder clean = new StringBuilder(composed.length());
    int codePoint;
    for (int i = 0; i < composed.length(); i += Character.charCount(codePoint)) {
      codePoint = composed.codePointAt(i);
      clean.appendCodePoint(Unicode14.isMarkSymbolOrPunctuation(codePoint) ? ' ' : codePoint);
    }
    return clean.toString();
  }

  /**
   * The same after NFKD, and without diacritics: marks that take no width are left out.
   *
   * @param kept symbols that stay
   */
  static String withoutSymbolsAndDiacritics(String text, String kept) {
    String apart = Unicode14.nfkd(text);
    StringBuilder clean = new StringBuilder(apart.length());
    int codePoint;
    for (int i = 0; i < apart.length(); i += Character.charCount(codePoint)) {
      codePoint = apart.codePointAt(i);
      String plain = codePoint < 0x80 ? null : PLAIN_LETTERS.get(codePoint);
      if (plain != null) {
        clean.append(plain);
      } else if (kept.indexOf(codePoint) >= 0) {
        clean.appendCodePoint(codePoint);
      } else if (!Unicode14.isNonSpacingMark(codePoint)) {
        clean.appendCodePoint(Unicode14.isMarkSymbolOrPunctuation(codePoint) ? ' ' : codePoint);
      }
    }
    return clean.toString();
  }

  /** One blank in the place of every run of whitespace, also at the ends. */
  static String withSingleBlanks(String text) {
    StringBuilder single = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean before = blank;
      blank = PythonText.isBlank(c);
      if (!blank) {
        single.append(c);
      } else if (!before) {
        single.append(' ');
      }
    }
    return single.toString();
  }
}
