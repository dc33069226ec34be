package org.shoestring.bytes;

/** Numbers in as few bytes as they need, seven bits a byte, the low ones first. */
public final class Varint {
  /** The most bytes of one. */
  public static final int MAX_BYTES = 10;

  private Varint() {}

  /** Writes an unsigned number at {@code at} and returns where it ends. */
  public static int put(long value, byte[] bytes, int at) {
    int end = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[end++] = (byte) rest;
    return end;
  }

  /** Puts small negative numbers beside small positive ones. */
  public static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  public static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }

  /** Reads numbers one after another. */
  public static final class Reader {
    private byte[] bytes = new byte[0];
    private int at;

    public void start(byte[] from, int position) {
      bytes = from;
      at = position;
    }

    public int position() {
      return at;
    }

    public void skip(int count) {
      at += count;
    }

    public long next() {
      long value = 0;
      int shift = 0;
      byte b;
      do {
        b = bytes[at++];
        value |= (long) (b & 0x7F) << shift;
        shift += 7;
      } while (b < 0);
      return value;
    }
  }
}
