package org.shoestring.step.tokenize;

/** {@code char}: a blank between any two characters, by code points; blanks among them stay. */
final class TokenizerChar implements Tokenizer {

  @Override
  public String tokenize(String line) {
    String text = PythonText.stripTrailing(line);
    StringBuilder spaced = new StringBuilder(2 * text.length());
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (i > 0) {
        spaced.append(' ');
      }
      spaced.appendCodePoint(codePoint);
    }
    return spaced.toString();
  }

  @Override
  public void split(String line, TokenSpans spans) {
    spans.addCharacters(line);
  }
}
