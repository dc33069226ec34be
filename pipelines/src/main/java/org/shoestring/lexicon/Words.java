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
    boolean initial = true;
    int at = 0;
    while (at < line.length()) {
      int code = line.codePointAt(at);
      if (isBlank(code)) {
        at += Character.charCount(code);
        continue;
      }
      int end = at;
      int first = -1;
      int last = -1;
      while (end < line.length() && !isBlank(code = line.codePointAt(end))) {
        int next = end + Character.charCount(code);
        if (isWordCharacter(code)) {
          first = first < 0 ? end : first;
          last = next;
        }
        end = next;
      }
      int start = at;
      while (at < end) {
        boolean word = at == first;
        int next = word ? last : at + Character.charCount(line.codePointAt(at));
        String text = line.substring(at, next);
        tokens.add(new Token(text, at > start, initial && word));
        initial = word ? false : initial || endsSentence(text);
        at = next;
      }
    }
    return tokens;
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

  private static boolean endsSentence(String mark) {
    return mark.equals(".") || mark.equals("!") || mark.equals("?");
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
