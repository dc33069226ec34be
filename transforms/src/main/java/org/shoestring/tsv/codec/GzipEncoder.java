package org.shoestring.tsv.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes gzip members without name, time or flags. Equal lines make equal members, but for a few of
 * Intel's library.
 */
public final class GzipEncoder implements MemberEncoder {
  /**
   * Raw bytes below which a member is left to the JDK. Of up to 34 KB, Intel's library now and then
   * makes a member a byte longer or shorter than another time, depending on what it compressed
   * before; of 1 MB it did so in two of some 10,000 members. The raw bytes are the same.
   */
  static final int SMALL = 1 << 16;

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater large;
  private final Deflater small;
  private final CRC32 crc = new CRC32();
  private byte[] buffer = new byte[0];

  GzipEncoder(int level) {
    // Intel's library is the faster one at its own levels 1 and 2 only.
    this.small = jdk(level);
    this.large = level <= 2 && IntelGzip.available() ? IntelGzip.deflater(level) : small;
  }

  GzipEncoder(Deflater deflater) {
    this.small = deflater;
    this.large = deflater;
  }

  static Deflater jdk(int level) {
    return new Deflater(level, true);
  }

  @Override
  public void encode(byte[] raw, int length, OutputStream out) throws IOException {
    out.write(HEADER);
    if (length == 0) {
      out.write(new byte[] {3, 0}); // The empty deflate stream; Intel's library refuses no input.
    } else {
      deflate(raw, length, out);
    }
    crc.reset();
    crc.update(raw, 0, length);
    writeInt((int) crc.getValue(), out);
    writeInt(length, out);
  }

  private void deflate(byte[] raw, int length, OutputStream out) throws IOException {
    // Intel's library wants the whole result to fit: deflate adds 5 bytes to each stored 64 KB.
    int bound = length + length / 1000 + 1024;
    if (buffer.length < bound) {
      buffer = new byte[bound];
    }
    Deflater deflater = length < SMALL ? small : large;
    deflater.reset();
    deflater.setInput(raw, 0, length);
    deflater.finish();
    while (!deflater.finished()) {
      int count = deflater.deflate(buffer, 0, buffer.length);
      out.write(buffer, 0, count);
    }
  }

  private static void writeInt(int value, OutputStream out) throws IOException {
    out.write(value);
    out.write(value >>> 8);
    out.write(value >>> 16);
    out.write(value >>> 24);
  }

  @Override
  public void close() {
    large.end();
    if (small != large) { // Intel's library must not be ended twice.
      small.end();
    }
  }
}
