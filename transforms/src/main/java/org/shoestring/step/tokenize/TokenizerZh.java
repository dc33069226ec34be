package org.shoestring.step.tokenize;

/**
 * {@code zh}: every Chinese character stands alone, the rest goes as in {@code 13a} without its
 * entities and its padding.
 */
final class TokenizerZh extends PunctuationScanner {
  private static final byte[] KINDS = table(TokenizerZh::chinese);

  TokenizerZh() {
    super(KINDS, false);
  }

  @Override
  byte kind(int codePoint) {
    return chinese(codePoint);
  }

  private static byte chinese(int codePoint) {
    return isChinese(codePoint) ? ALONE : Tokenizer13a.western(codePoint);
  }

  @Override
  public void split(String line, TokenSpans spans) {
    int start = spans.load(line);
    int end = trimEnd(spans, start);
    while (start < end && PythonText.isBlank(spans.text()[start])) {
      start++;
    }
    scan(spans, start, end);
  }

  /**
   * The original's ranges. It writes U+20000 as two characters, which makes that range U+2001 to
   * U+2A6D: arrows and dashes count as Chinese, and no Han beyond the BMP does.
   */
  private static boolean isChinese(int c) {
    return between(c, 0x2001, 0x2A6D)
        || between(c, 0x2E80, 0x2FDF)
        || between(c, 0x2FF0, 0x303F)
        || between(c, 0x3100, 0x312F)
        || between(c, 0x31A0, 0x31BF)
        || between(c, 0x31C0, 0x31EF)
        || between(c, 0x3200, 0x4DB5)
        || between(c, 0x4E00, 0x9FBB)
        || between(c, 0xF900, 0xFA2D)
        || between(c, 0xFA30, 0xFA6A)
        || between(c, 0xFA70, 0xFAD9)
        || between(c, 0xFE10, 0xFE1F)
        || between(c, 0xFE30, 0xFE4F)
        || between(c, 0xFF00, 0xFFEF);
  }

  private static boolean between(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
