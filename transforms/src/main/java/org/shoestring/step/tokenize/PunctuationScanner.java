package org.shoestring.step.tokenize;

import java.util.function.IntUnaryOperator;

/**
 * The rule that mteval's tokenizers share, as one pass over the characters: some stand alone, a
 * point between digits does not, a dash after a digit does.
 *
 * <p>The originals are chains of regular expressions whose matches may not overlap. Since none
 * changes a character, what they do comes down to where blanks go: a point stands alone if a
 * character other than a digit stands before it that is not itself a point split for that reason,
 * or if one other than a digit stands after it.
 */
abstract class PunctuationScanner implements Tokenizer {
  /** What a character does; the first two can only stand in a word. */
  static final byte PLAIN = 0;

  static final byte DIGIT = 1;
  static final byte BLANK = 2;
  static final byte ALONE = 3;
  static final byte POINT = 4;
  static final byte DASH = 5;

  private static final byte HALF_PAIR = 6;
  private static final byte NOTHING = 7;

  private final byte[] kinds;
  private final byte edge;
  private int afterSplit;
  private final TokenSpans own = new TokenSpans();

  /**
   * @param kinds the {@link #table} of {@link #kind}
   * @param padded whether a line counts as standing between blanks
   */
  PunctuationScanner(byte[] kinds, boolean padded) {
    this.kinds = kinds;
    this.edge = padded ? BLANK : NOTHING;
  }

  /** What each char does; half a surrogate pair tells nothing yet. */
  static byte[] table(IntUnaryOperator kind) {
    byte[] kinds = new byte[Character.MAX_VALUE + 1];
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] =
          Character.isSurrogate((char) c)
              ? HALF_PAIR
              : PythonText.isBlank(c) ? BLANK : (byte) kind.applyAsInt(c);
    }
    return kinds;
  }

  /** What a character does that is no blank. */
  abstract byte kind(int codePoint);

  @Override
  public final String tokenize(String line) {
    return own.join(spans -> split(line, spans));
  }

  @Override
  public void split(String line, TokenSpans spans) {
    int start = spans.load(line);
    scan(spans, start, trimEnd(spans, start));
  }

  /** Where the line that starts at {@code start} ends without its trailing blanks. */
  static int trimEnd(TokenSpans spans, int start) {
    char[] text = spans.text();
    int end = spans.length();
    while (end > start && PythonText.isBlank(text[end - 1])) {
      end--;
    }
    return end;
  }

  /** Appends the tokens of {@code [start, end)}. */
  final void scan(TokenSpans spans, int start, int end) {
    char[] text = spans.text();
    afterSplit = -1;
    int token = start;
    long code = 0;
    int i = start;
    while (i < end) {
      byte kind = kinds[text[i]];
      if (kind <= DIGIT) {
        code = TokenSpans.code(code, text[i++]);
        continue;
      }
      int next = i + 1;
      boolean alone = false;
      if (kind != BLANK) {
        next = i + spans.charCount(i, end);
        alone = isAlone(text, start, i, next, end);
        if (!alone) {
          code = TokenSpans.code(code, text[i]);
          if (next - i > 1) {
            code = TokenSpans.code(code, text[i + 1]);
          }
          i = next;
          continue;
        }
      }
      if (token < i) {
        spans.add(token, i, code);
      }
      if (alone) {
        spans.add(i, next);
      }
      token = next;
      code = 0;
      i = next;
    }
    if (token < end) {
      spans.add(token, end, code);
    }
  }

  private boolean isAlone(char[] text, int start, int at, int next, int end) {
    byte kind = kindAt(text, at, end);
    if (kind == POINT) {
      boolean split = at != afterSplit && isOther(kindBefore(text, start, at));
      afterSplit = split ? next : afterSplit;
      return split || isOther(next < end ? kindAt(text, next, end) : edge);
    }
    return kind == ALONE || (kind == DASH && kindBefore(text, start, at) == DIGIT);
  }

  private static boolean isOther(byte kind) {
    return kind != NOTHING && kind != DIGIT;
  }

  private byte kindBefore(char[] text, int start, int at) {
    if (at == start) {
      return edge;
    }
    byte kind = kinds[text[at - 1]];
    return kind == HALF_PAIR ? kind(Character.codePointBefore(text, at, start)) : kind;
  }

  private byte kindAt(char[] text, int at, int end) {
    byte kind = kinds[text[at]];
    return kind == HALF_PAIR ? kind(Character.codePointAt(text, at, end)) : kind;
  }
}
