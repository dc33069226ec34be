package org.shoestring.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Checks UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
  /** What to do about a file that is not. */
  public static final String CURE =
      "find its encoding with 'file -bi FILE', then convert it with 'iconv -f ENCODING -t utf-8"
          + " FILE'";

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Whether {@code bytes[from, to)} is well-formed. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    return firstInvalid(bytes, from, to) == to;
  }

  /**
   * The place of the first byte that starts no well-formed sequence; {@code to} if there is none.
   */
  public static int firstInvalid(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      while (at + 8 <= to && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
        at += 8;
      }
      while (at < to && bytes[at] >= 0) {
        at++;
      }
      if (at >= to) {
        return to;
      }
      int length = sequence(bytes, at, to);
      if (length == 0) {
        return at;
      }
      at += length;
    }
  }

  /** The length of the well-formed multi-byte sequence at a place; 0 if there is none. */
  static int sequence(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return at + 1 < to && tail(bytes[at + 1]) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      if (at + 2 >= to || !tail(bytes[at + 1]) || !tail(bytes[at + 2])) {
        return 0;
      }
      int second = bytes[at + 1] & 0xff;
      boolean overlong = lead == 0xe0 && second < 0xa0;
      boolean surrogate = lead == 0xed && second > 0x9f;
      return overlong || surrogate ? 0 : 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      if (at + 3 >= to || !tail(bytes[at + 1]) || !tail(bytes[at + 2]) || !tail(bytes[at + 3])) {
        return 0;
      }
      int second = bytes[at + 1] & 0xff;
      boolean overlong = lead == 0xf0 && second < 0x90;
      boolean beyond = lead == 0xf4 && second > 0x8f;
      return overlong || beyond ? 0 : 4;
    }
    return 0;
  }

  private static boolean tail(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /**
   * Bytes that may not be UTF-8 as text that is, for rejects: {@code \t}, {@code \\}, and each byte
   * of a malformed sequence as {@code \xNN}.
   */
  public static String escaped(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    int at = from;
    while (at < to) {
      byte b = bytes[at];
      int length = b >= 0 ? 1 : sequence(bytes, at, to);
      if (length == 0) {
        text.append("\\x").append(String.format(Locale.ROOT, "%02x", b & 0xff));
        length = 1;
      } else if (b == '\t') {
        text.append("\\t");
      } else if (b == '\\') {
        text.append("\\\\");
      } else {
        text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
      }
      at += length;
    }
    return text.toString();
  }
}
