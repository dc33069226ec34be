package org.shoestring.step.normalize.whisper;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.shoestring.step.tokenize.PythonText;

/**
 * Whisper's {@code EnglishTextNormalizer} (release 20250625), with the table of spellings that the
 * caller has: the reference's own table of British and American ones is no part of this library.
 *
 * <p>An instance reuses buffers and serves one thread.
 */
public final class EnglishNormalizer implements UnaryOperator<String> {
  private static final Set<String> FILLERS = Set.of("hmm", "mm", "mhm", "mmm", "uh", "um");
  private static final String KEPT = ".%$¢€£";
  private static final String BEFORE_NUMBERS = ".$¢€£";

  private final UnaryOperator<String> spelling;
  private final SpokenNumbers numbers = new SpokenNumbers();
  private final List<String> words = new ArrayList<>();

  /**
   * A normalizer.
   *
   * @param spelling the other spelling of a lower-case word, or the same
   */
  public EnglishNormalizer(UnaryOperator<String> spelling) {
    this.spelling = spelling;
  }

  @Override
  public String apply(String text) {
    String line = SpokenText.withoutBrackets(PythonText.lower(text));
    line = withoutBlanksBeforeApostrophes(withoutFillers(line));
    boolean apostrophes = line.indexOf('\'') >= 0;
    for (LiteralRule rule : LiteralRule.ENGLISH) {
      if (apostrophes || !rule.hasApostrophe()) {
        line = rule.replaceAll(line);
      }
    }
    line = withoutPeriods(withoutCommas(line));
    line = SpokenText.withoutSymbolsAndDiacritics(line, KEPT);
    split(NumberText.prepare(line));
    split(NumberText.finish(String.join(" ", numbers.process(words))));
    words.replaceAll(spelling);
    return SpokenText.withSingleBlanks(withoutLoneSymbols(String.join(" ", words)));
  }

  private void split(String line) {
    words.clear();
    int i = 0;
    while (i < line.length()) {
      int start = i;
      while (i < line.length() && !PythonText.isBlank(line.charAt(i))) {
        i++;
      }
      if (start < i) {
        words.add(line.substring(start, i));
      }
      i++;
    }
  }

  private static String withoutFillers(String line) {
    StringBuilder rest = new StringBuilder(line.length());
    int i = 0;
    while (i < line.length()) {
      int start = i;
      while (!LiteralRule.isWordEnd(line, i)) {
        i = line.offsetByCodePoints(i, 1);
      }
      if (i - start > 3 || !FILLERS.contains(line.substring(start, i))) {
        rest.append(line, start, i);
      }
      if (i < line.length()) {
        rest.append(line.charAt(i++));
        if (i < line.length() && Character.isLowSurrogate(line.charAt(i))) {
          rest.append(line.charAt(i++));
        }
      }
    }
    return rest.toString();
  }

  private static String withoutBlanksBeforeApostrophes(String line) {
    if (line.indexOf('\'') < 0) {
      return line;
    }
    StringBuilder joined = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'') {
        int end = joined.length();
        while (end > 0 && PythonText.isBlank(joined.charAt(end - 1))) {
          end--;
        }
        joined.setLength(end);
      }
      joined.append(c);
    }
    return joined.toString();
  }

  /** Without commas between digits; a digit belongs to one of them only, as in the reference. */
  private static String withoutCommas(String line) {
    int comma = line.indexOf(',');
    if (comma < 0) {
      return line;
    }
    StringBuilder joined = new StringBuilder(line.length());
    int copied = 0;
    while (comma >= 0) {
      int next = comma + 1;
      if (comma > copied
          && Unicode14.isDigit(line.codePointBefore(comma))
          && next < line.length()
          && Unicode14.isDigit(line.codePointAt(next))) {
        int end = line.offsetByCodePoints(next, 1);
        joined.append(line, copied, comma).append(line, next, end);
        copied = end;
      }
      comma = line.indexOf(',', next);
    }
    return joined.append(line, copied, line.length()).toString();
  }

  /** A blank for a period that no digit follows; what follows it is passed over with it. */
  private static String withoutPeriods(String line) {
    if (line.indexOf('.') < 0) {
      return line;
    }
    StringBuilder rest = new StringBuilder(line.length());
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i++);
      if (c != '.') {
        rest.append(c);
      } else if (i == line.length()) {
        rest.append(' ');
      } else if (Unicode14.isAsciiDigit(line.charAt(i))) {
        rest.append(c);
      } else {
        rest.append(' ').append(line.charAt(i++));
      }
    }
    return rest.toString();
  }

  /** Blanks for what belongs to a number where none follows, or for percent where none precedes. */
  private static String withoutLoneSymbols(String line) {
    StringBuilder before = new StringBuilder(line.length());
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i++);
      boolean lone =
          BEFORE_NUMBERS.indexOf(c) >= 0
              && i < line.length()
              && !Unicode14.isAsciiDigit(line.charAt(i));
      before.append(lone ? ' ' : c);
      if (lone) {
        before.append(line.charAt(i++));
      }
    }
    if (line.indexOf('%') < 0) {
      return before.toString();
    }
    StringBuilder rest = new StringBuilder(before.length());
    i = 0;
    while (i < before.length()) {
      char c = before.charAt(i++);
      rest.append(c);
      if (!Unicode14.isAsciiDigit(c) && i < before.length() && before.charAt(i) == '%') {
        rest.append(' ');
        i++;
      }
    }
    return rest.toString();
  }
}
