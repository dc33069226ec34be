package org.shoestring.step.tokenize;

/**
 * Tercom's normalization: that of {@code 13a} with {@code 's} as a token of its own and, if wanted,
 * CJK characters too. Where such a character follows, {@code 's} is not split.
 */
final class TercomScanner extends PunctuationScanner {
  private static final byte[] WESTERN = table(Tokenizer13a::western);
  private static final byte[] ASIAN = table(TercomScanner::asian);

  private final boolean asianSupport;

  TercomScanner(boolean asianSupport) {
    super(asianSupport ? ASIAN : WESTERN, true);
    this.asianSupport = asianSupport;
  }

  @Override
  byte kind(int codePoint) {
    return asianSupport ? asian(codePoint) : Tokenizer13a.western(codePoint);
  }

  @Override
  public void split(String line, TokenSpans spans) {
    String text = PythonText.stripTrailing(line);
    super.split(splitPossessives(Tokenizer13a.unescapeEntities(text)), spans);
  }

  private static byte asian(int codePoint) {
    return CjkRanges.standsAlone(codePoint) ? ALONE : Tokenizer13a.western(codePoint);
  }

  private static String splitPossessives(String line) {
    int at = line.indexOf("'s");
    if (at < 0) {
      return line;
    }
    StringBuilder text = new StringBuilder(line.length() + 8);
    int done = 0;
    for (; at >= 0; at = line.indexOf("'s", at + 2)) {
      if (endsWord(line, at + 2)) {
        text.append(line, done, at).append(' ');
        done = at;
      }
    }
    return text.append(line, done, line.length()).toString();
  }

  /** Whether a blank of ASCII comes next, or punctuation that gets one before it. */
  private static boolean endsWord(String line, int next) {
    return next == line.length()
        || line.charAt(next) == ' '
        || Tokenizer13a.western(line.charAt(next)) == ALONE;
  }
}
