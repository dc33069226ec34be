package org.shoestring.step.tokenize;

/**
 * The characters that {@link TercomOption#ASIAN_SUPPORT} is about: Tercom's blocks as sacreBLEU
 * 2.6.0 has them. Its range for enclosed letters ends at U+3F22 instead of U+32FF, and its rule for
 * kana never applies.
 */
final class CjkRanges {
  private CjkRanges() {}

  static boolean standsAlone(int c) {
    return between(c, 0x2E80, 0x2EFF)
        || between(c, 0x31C0, 0x31EF)
        || between(c, 0x3200, 0x4DBF)
        || between(c, 0x4E00, 0x9FFF)
        || between(c, 0xF900, 0xFAFF)
        || between(c, 0xFE30, 0xFE4F)
        || isPunctuation(c);
  }

  static boolean isPunctuation(int c) {
    return c == 0x3001
        || c == 0x3002
        || between(c, 0x3008, 0x3011)
        || between(c, 0x3014, 0x301F)
        || c == 0x30FB
        || between(c, 0xFF61, 0xFF65)
        || isFullWidth(c);
  }

  private static boolean isFullWidth(int c) {
    return switch (c) {
      case '！', '＂', '（', '）', '，', '．', '：', '；', '？' -> true;
      default -> false;
    };
  }

  private static boolean between(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
