package org.shoestring.metric.translation;

import java.util.Arrays;
import org.shoestring.metric.TokenIds;
import org.shoestring.step.tokenize.PorterStemmer;
import org.shoestring.step.tokenize.PythonText;
import org.shoestring.step.tokenize.TokenSpans;

/**
 * The tokens of rouge_score's default tokenizer, as numbers: the text in lower case is split at all
 * that is not a to z or 0 to 9. With the stemmer, tokens of more than three letters are stemmed.
 *
 * <p>The tokens of a text are followed by those of another; the ends of the lines of each are kept.
 */
final class RougeTokens {
  private static final int SHORT = 3;

  private final boolean stem;
  private final PorterStemmer stemmer = new PorterStemmer();
  private final TokenSpans spans = new TokenSpans();
  private final TokenIds ids = new TokenIds();
  private int[] symbols = new int[256];
  private int[] lineEnds = new int[16];
  private int lines;
  private int firstLines;
  private int firstSize;

  RougeTokens(boolean stem) {
    this.stem = stem;
  }

  /** Numbers the tokens of two texts; those of the other one that the first lacks are -1. */
  int[] number(String first, String other) {
    spans.clear();
    lines = 0;
    split(PythonText.lower(first));
    firstLines = lines;
    firstSize = spans.size();
    split(PythonText.lower(other));
    if (symbols.length < spans.size()) {
      symbols = new int[2 * spans.size()];
    }
    ids.number(spans, firstSize, symbols);
    return symbols;
  }

  /** How many tokens the first text has. */
  int firstSize() {
    return firstSize;
  }

  /** How many tokens both texts have. */
  int size() {
    return spans.size();
  }

  /** How many lines the first text has. */
  int firstLines() {
    return firstLines;
  }

  /** How many lines both texts have. */
  int lines() {
    return lines;
  }

  /** The first token of a line. */
  int lineStart(int line) {
    return line == 0 ? 0 : lineEnds[line - 1];
  }

  /** Where the tokens of a line end. */
  int lineEnd(int line) {
    return lineEnds[line];
  }

  private void split(String text) {
    int at = spans.load(text);
    int end = spans.length();
    char[] chars = spans.text();
    int start = at;
    for (; at < end; at++) {
      char c = chars[at];
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        continue;
      }
      add(chars, start, at);
      start = at + 1;
      if (c == '\n') {
        endLine();
      }
    }
    add(chars, start, end);
    endLine();
  }

  private void add(char[] chars, int start, int end) {
    if (start < end) {
      spans.add(start, stem && end - start > SHORT ? stemmer.stem(chars, start, end) : end);
    }
  }

  private void endLine() {
    if (lines == lineEnds.length) {
      lineEnds = Arrays.copyOf(lineEnds, 2 * lines);
    }
    lineEnds[lines++] = spans.size();
  }
}
