package org.shoestring.step.tokenize;

/** Splits a line of text into tokens, written as text with single blanks between them. */
public interface Tokenizer {

  /** The line's tokens joined by one blank; {@code line} holds no line feed. */
  String tokenize(String line);
}
