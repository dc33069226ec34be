package org.shoestring.step.tokenize;

/** {@code none}: the line as it is, without its trailing blanks. */
final class TokenizerNone implements Tokenizer {

  @Override
  public String tokenize(String line) {
    return PythonText.stripTrailing(line);
  }

  @Override
  public void split(String line, TokenSpans spans) {
    spans.addWords(line);
  }
}
