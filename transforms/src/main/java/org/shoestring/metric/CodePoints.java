package org.shoestring.metric;

import java.util.Arrays;
import org.shoestring.metric.translation.NgramMatches;
import org.shoestring.step.tokenize.PythonText;

/** Numbers the distinct code points of lines, as {@link NgramMatches} counts them. */
public final class CodePoints {
  private static final int LARGE = 1 << 20;

  private final boolean withBlanks;
  private final LongIds ids = new LongIds();
  private int[] symbols = new int[512];
  private int length;

  public CodePoints(boolean withBlanks) {
    this.withBlanks = withBlanks;
  }

  /** Starts with the hypothesis and returns where it ends. */
  public int hypothesis(String line) {
    length = 0;
    if (symbols.length > LARGE) {
      symbols = new int[512];
    }
    ids.clear(0, Math.min(line.length(), 1 << 15));
    return append(line, true);
  }

  /** Appends a reference and returns where it ends. */
  public int reference(String line) {
    return append(line, false);
  }

  /** The numbers of all lines. */
  public int[] symbols() {
    return symbols;
  }

  private int append(String line, boolean adding) {
    int end = line.length();
    if (length + end > symbols.length) {
      symbols = Arrays.copyOf(symbols, Math.max(length + end, 2 * symbols.length));
    }
    for (int i = 0; i < end; i++) {
      int symbol = line.charAt(i);
      if (Character.isSurrogate((char) symbol)) {
        symbol = line.codePointAt(i);
        i += Character.charCount(symbol) - 1;
      }
      if (withBlanks || !PythonText.isBlank(symbol)) {
        symbols[length++] = adding ? ids.add(symbol) : ids.find(symbol);
      }
    }
    return length;
  }
}
