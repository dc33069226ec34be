package org.shoestring.step.tokenize;

/** {@code 13a}: mteval-v13a's tokenizer for Western languages, the usual one for BLEU. */
final class Tokenizer13a extends PunctuationScanner {
  private static final byte[] KINDS = table(Tokenizer13a::western);

  Tokenizer13a() {
    super(KINDS, true);
  }

  @Override
  byte kind(int codePoint) {
    return western(codePoint);
  }

  /** Digits, points and punctuation are those of ASCII; an apostrophe is none. */
  static byte western(int codePoint) {
    if (codePoint >= '0' && codePoint <= '9') {
      return DIGIT;
    }
    return switch (codePoint) {
      case '.', ',' -> POINT;
      case '-' -> DASH;
      case '!', '"', '#', '$', '%', '&', '(', ')', '*', '+', '/' -> ALONE;
      case ':', ';', '<', '=', '>', '?', '@' -> ALONE;
      case '[', '\\', ']', '^', '_', '`', '{', '|', '}', '~' -> ALONE;
      default -> PLAIN;
    };
  }

  @Override
  public void split(String line, TokenSpans spans) {
    super.split(unescape(line), spans);
  }

  private static String unescape(String line) {
    return unescapeEntities(line.indexOf('<') < 0 ? line : line.replace("<skipped>", ""));
  }

  // One entity after another, in mteval's order: what was escaped twice is unescaped twice.
  static String unescapeEntities(String line) {
    if (line.indexOf('&') < 0) {
      return line;
    }
    return line.replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
  }
}
