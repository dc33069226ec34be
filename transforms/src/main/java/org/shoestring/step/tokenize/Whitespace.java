package org.shoestring.step.tokenize;

/** What {@link PythonText#isBlank} says of characters, in UTF-8 bytes that nobody decodes. */
public final class Whitespace {
  private static final byte SINGLE = 1;
  private static final byte LEAD = 2;

  /** By first byte: whitespace by itself, the start of bytes that may be whitespace, or neither. */
  private static final byte[] KINDS = kinds();

  private Whitespace() {}

  /**
   * The number of bytes of the whitespace character that starts at {@code at}; 0 if none does.
   *
   * @param end where the text ends, exclusive, and after {@code at}
   */
  public static int length(byte[] bytes, int at, int end) {
    byte kind = KINDS[bytes[at] & 0xFF];
    return kind == LEAD ? wide(bytes, at, end) : kind;
  }

  /** The number of runs of other characters in {@code bytes[from, to)}. */
  public static int countTokens(byte[] bytes, int from, int to) {
    int tokens = 0;
    // 1 after whitespace and 0 after a word: sums instead of branches, which words would
    // mispredict.
    int before = 1;
    for (int i = from; i < to; i++) {
      int blank = KINDS[bytes[i] & 0xFF];
      if (blank == LEAD) {
        blank = wide(bytes, i, to) > 0 ? 1 : 0;
        i += (bytes[i] & 0xFF) < 0xE0 ? 1 : 2;
      }
      tokens += before & ~blank;
      before = blank;
    }
    return tokens;
  }

  /** Whether {@code bytes[from, to)} holds nothing but whitespace, or nothing. */
  public static boolean isBlank(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int length = length(bytes, i, to);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** As {@link #length} for a character of two or three bytes. */
  private static int wide(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0xE0) {
      return at + 1 < end && PythonText.isBlank((lead & 0x1F) << 6 | (bytes[at + 1] & 0x3F))
          ? 2
          : 0;
    }
    return at + 2 < end
            && PythonText.isBlank(
                (lead & 0xF) << 12 | (bytes[at + 1] & 0x3F) << 6 | (bytes[at + 2] & 0x3F))
        ? 3
        : 0;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int c = 0; c <= 0xFFFF; c++) {
      if (PythonText.isBlank(c)) {
        int first = c < 0x80 ? c : c < 0x800 ? 0xC0 | c >> 6 : 0xE0 | c >> 12;
        kinds[first] = c < 0x80 ? SINGLE : LEAD;
      }
    }
    return kinds;
  }
}
