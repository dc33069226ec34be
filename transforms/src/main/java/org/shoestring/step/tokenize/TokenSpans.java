package org.shoestring.step.tokenize;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as places in one reused buffer of text, so that counting them makes no strings. Lines are
 * appended one after another; {@link #clear} starts again.
 */
public final class TokenSpans {
  private static final int LARGE = 1 << 20;
  private static final int MOST_BEFORE_JOINED = 1 << 16;

  private char[] text = new char[1024];
  private int length;
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private long[] codes = new long[256];
  private int size;
  private @Nullable StringBuilder joined;

  /** Forgets all tokens, and gives back the buffers that a giant line left behind. */
  public void clear() {
    length = 0;
    size = 0;
    if (text.length > LARGE) {
      text = new char[1024];
    }
    if (starts.length > LARGE) {
      starts = new int[256];
      ends = new int[256];
      codes = new long[256];
    }
  }

  /** The number of tokens. */
  public int size() {
    return size;
  }

  /**
   * The buffer that {@link #start} and {@link #end} point into. Callers only read it; a tokenizer
   * may change what it has loaded before it adds that as tokens.
   */
  public char[] text() {
    return text;
  }

  public int start(int token) {
    return starts[token];
  }

  /** Where a token ends, exclusive. */
  public int end(int token) {
    return ends[token];
  }

  /**
   * A number that equal tokens share; a token of up to 8 chars of Latin-1 shares it with no other
   * token of such chars and of its length.
   */
  public long code(int token) {
    return codes[token];
  }

  /** Whether two tokens of this buffer are the same text. */
  public boolean isSame(int one, int other) {
    int start = starts[one];
    int length = ends[one] - start;
    int from = starts[other];
    if (codes[one] != codes[other] || ends[other] - from != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[start + i] != text[from + i]) {
        return false;
      }
    }
    return true;
  }

  /** A token as a string, for those who are in no hurry. */
  public String token(int token) {
    return new String(text, starts[token], ends[token] - starts[token]);
  }

  /**
   * The tokens of one line joined by one blank. A giant line has never all of its tokens here at
   * once.
   *
   * @param split appends them
   */
  String join(Consumer<TokenSpans> split) {
    clear();
    StringBuilder line = new StringBuilder();
    joined = line;
    split.accept(this);
    moveTokens(line);
    joined = null;
    return line.toString();
  }

  private void moveTokens(StringBuilder line) {
    line.ensureCapacity(length + Math.min(size, length / 4));
    for (int token = 0; token < size; token++) {
      if (line.length() > 0) {
        line.append(' ');
      }
      line.append(text, starts[token], ends[token] - starts[token]);
    }
    size = 0;
  }

  /** Appends what lies between the blanks of a line, as Python's {@code str.split()} does. */
  public void addWords(String line) {
    int at = load(line);
    while (at < length) {
      while (at < length && PythonText.isBlank(text[at])) {
        at++;
      }
      int start = at;
      while (at < length && !PythonText.isBlank(text[at])) {
        at++;
      }
      if (start < at) {
        add(start, at);
      }
    }
  }

  /** Appends each character of a line, by code points, without the blanks. */
  public void addCharacters(String line) {
    int at = load(line);
    while (at < length) {
      int next = at + charCount(at, length);
      if (!PythonText.isBlank(text[at])) {
        add(at, next);
      }
      at = next;
    }
  }

  /**
   * Appends the text of a line, without tokens, and returns where it starts; it ends at {@link
   * #length}. The buffer may be another one afterwards.
   */
  public int load(String line) {
    int start = length;
    int end = start + line.length();
    if (end > text.length) {
      text = Arrays.copyOf(text, Math.max(end, 2 * text.length));
    }
    line.getChars(0, line.length(), text, start);
    length = end;
    return start;
  }

  /** The number of chars in {@link #text}. */
  public int length() {
    return length;
  }

  /** How many chars the code point at {@code at} takes, in text that ends at {@code end}. */
  public int charCount(int at, int end) {
    boolean pair =
        Character.isHighSurrogate(text[at])
            && at + 1 < end
            && Character.isLowSurrogate(text[at + 1]);
    return pair ? 2 : 1;
  }

  /** Appends the token at {@code [start, end)} of the text. */
  public void add(int start, int end) {
    long code = 0;
    for (int i = start; i < end; i++) {
      code = code(code, text[i]);
    }
    add(start, end, code);
  }

  /** Appends a token whose code is known. */
  void add(int start, int end, long code) {
    if (size == starts.length) {
      makeRoom();
    }
    int token = size;
    starts[token] = start;
    ends[token] = end;
    codes[token] = code;
    size = token + 1;
  }

  private void makeRoom() {
    StringBuilder line = joined;
    if (line != null && size >= MOST_BEFORE_JOINED) {
      moveTokens(line);
      return;
    }
    starts = Arrays.copyOf(starts, 2 * size);
    ends = Arrays.copyOf(ends, 2 * size);
    codes = Arrays.copyOf(codes, 2 * size);
  }

  /** The code of a token that goes on with one more char, from 0 for none. */
  static long code(long code, char next) {
    return Long.rotateLeft(code, 8) ^ next;
  }
}
