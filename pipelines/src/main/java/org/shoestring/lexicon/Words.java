package org.shoestring.lexicon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Natural text as words and marks, and back.
 *
 * <p>Text is split at blanks; what is neither letter nor digit at either end of a piece becomes a
 * token of its own, a character each. What stands inside a word ({@code man's}, {@code T-shirt})
 * stays there.
 */
final class Words {
  private Words() {}

  /**
   * A word or a mark.
   *
   * @param glued whether no blank stands before it
   * @param initial whether it starts a sentence, so that its capital letter says nothing
   */
  record Token(String text, boolean glued, boolean initial) {}

  /** The tokens of a line; none for an empty or blank one. */
  static List<Token> split(String line) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      if (isBlank(line.codePointAt(at))) {
        at = next(line, at);
      } else {
        int end = at;
        while (end < line.length() && !isBlank(line.codePointAt(end))) {
          end = next(line, end);
        }
        splitPiece(line, at, end, tokens);
        at = end;
      }
    }
    return tokens;
  }

  private static void splitPiece(String line, int start, int end, List<Token> tokens) {
    int wordStart = start;
    while (wordStart < end && !isWordCharacter(line.codePointAt(wordStart))) {
      wordStart = next(line, wordStart);
    }
    int wordEnd = end;
    while (wordEnd > wordStart && !isWordCharacter(line.codePointBefore(wordEnd))) {
      wordEnd = line.offsetByCodePoints(wordEnd, -1);
    }
    int at = start;
    while (at < end) {
      int next = at == wordStart ? wordEnd : next(line, at);
      String text = line.substring(at, next);
      boolean initial = at == wordStart && startsSentence(tokens);
      tokens.add(new Token(text, at > start, initial));
      at = next;
    }
  }

  private static int next(String line, int at) {
    return line.offsetByCodePoints(at, 1);
  }

  /**
   * Whether what comes next starts a sentence: no word stands between it and the last end of one.
   */
  private static boolean startsSentence(List<Token> before) {
    for (int i = before.size() - 1; i >= 0; i--) {
      String text = before.get(i).text();
      if (text.equals(".") || text.equals("!") || text.equals("?")) {
        return true;
      }
      if (isWord(text)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a token is a word; otherwise it is a mark. */
  static boolean isWord(String token) {
    return isWordCharacter(token.codePointAt(0));
  }

  /** The token with its first letter small. */
  static String lowerFirst(String token) {
    int end = token.offsetByCodePoints(0, 1);
    return token.substring(0, end).toLowerCase(Locale.ROOT) + token.substring(end);
  }

  /** The token with its first letter large. */
  static String upperFirst(String token) {
    int first = token.codePointAt(0);
    return Character.toString(Character.toTitleCase(first))
        + token.substring(Character.charCount(first));
  }

  static boolean startsUpper(String token) {
    return Character.isUpperCase(token.codePointAt(0));
  }

  private static boolean isBlank(int code) {
    return Character.isWhitespace(code) || Character.isSpaceChar(code);
  }

  private static boolean isWordCharacter(int code) {
    return switch (Character.getType(code)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> Character.isLetterOrDigit(code);
    };
  }
}
