package org.shoestring.step.tokenize;

/**
 * Splits a line of text into tokens. An instance may reuse buffers and serves one thread at a time.
 */
public interface Tokenizer {

  /** The line's tokens joined by one blank; {@code line} holds no line feed. */
  String tokenize(String line);

  /**
   * Appends the line's tokens to {@code spans}: what lies between blanks in {@link #tokenize}'s
   * answer. Tokenizers on a hot path do it without making that answer.
   */
  default void split(String line, TokenSpans spans) {
    spans.addWords(tokenize(line));
  }
}
