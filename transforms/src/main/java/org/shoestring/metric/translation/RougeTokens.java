package org.shoestring.metric.translation;

import java.util.Arrays;
import org.shoestring.metric.TokenIds;
import org.shoestring.step.tokenize.TokenSpans;
import org.shoestring.step.tokenize.Tokenizer;
import org.shoestring.step.tokenize.TokenizerRouge;

/**
 * The tokens of a text and then of another, as numbers. Where the lines of each end is kept; an
 * empty line is a line without tokens.
 */
final class RougeTokens {
  private final Tokenizer tokenizer;
  private final TokenSpans spans = new TokenSpans();
  private final TokenIds ids = new TokenIds();
  private int[] symbols = new int[256];
  private int[] lineEnds = new int[16];
  private int lines;
  private int firstLines;
  private int firstSize;

  RougeTokens(boolean stem) {
    tokenizer = new TokenizerRouge(stem);
  }

  /** Numbers the tokens of two texts; those of the other one that the first lacks are -1. */
  int[] number(String first, String other) {
    spans.clear();
    lines = 0;
    split(first);
    firstLines = lines;
    firstSize = spans.size();
    split(other);
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
    int start = 0;
    for (int end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
      tokenizer.split(text.substring(start, end), spans);
      endLine();
    }
    tokenizer.split(text.substring(start), spans);
    endLine();
  }

  private void endLine() {
    if (lines == lineEnds.length) {
      lineEnds = Arrays.copyOf(lineEnds, 2 * lines);
    }
    lineEnds[lines++] = spans.size();
  }
}
