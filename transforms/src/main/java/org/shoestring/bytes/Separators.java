package org.shoestring.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds what separates fields and lines, tabs and line feeds, eight bytes at a time. */
public final class Separators {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** In each byte the first one above a tab and a line feed. */
  private static final long ABOVE = 0x0b0b0b0b0b0b0b0bL;

  private Separators() {}

  /** The place of the first tab or line feed in {@code bytes[from, to)}; {@code to} if none is. */
  public static int next(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long word = (long) LONGS.get(bytes, at);
      // The lowest bit is at the first byte below; above it, borrows may set others.
      long below = (word - ABOVE) & ~word & HIGH_BITS;
      if (below == 0) {
        at += Long.BYTES;
        continue;
      }
      at += Long.numberOfTrailingZeros(below) / Byte.SIZE;
      if (isSeparator(bytes[at])) {
        return at;
      }
      at++; // Another control character.
    }
    while (at < to && !isSeparator(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSeparator(byte b) {
    return b == '\t' || b == '\n';
  }
}
