package org.shoestring.tsv.codec;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.shoestring.bytes.CorruptException;

/** Reads members that {@link GzipEncoder} wrote, each in one call. */
public final class GzipDecoder implements MemberDecoder {
  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;

  private Inflater inflater;
  private boolean preferIntel;
  private boolean used;
  private final CRC32 crc = new CRC32();
  private byte[] raw = new byte[MemberSize.BYTES + 4096];

  /** Intel's library takes longer to load than the JDK takes for one member. */
  GzipDecoder() {
    this.inflater = new Inflater(true);
    this.preferIntel = true;
  }

  GzipDecoder(Inflater inflater) {
    this.inflater = inflater;
  }

  @Override
  public int decode(byte[] compressed, int length) throws CorruptException {
    if (length < HEADER_BYTES + 2 + TRAILER_BYTES
        || compressed[0] != 0x1f
        || compressed[1] != (byte) 0x8b
        || compressed[2] != 8
        || compressed[3] != 0) {
      throw new CorruptException("the manifest says that a gzip member starts here, but none does");
    }
    int expected = readInt(compressed, length - 4);
    if (expected < 0 || expected > MemberSize.MAX_BYTES) {
      throw new CorruptException(
          "a gzip member claims to hold " + expected + " bytes, which is impossible");
    }
    if (raw.length < expected) {
      raw = new byte[expected];
    }
    int count = inflate(compressed, length - HEADER_BYTES - TRAILER_BYTES, expected);
    crc.reset();
    crc.update(raw, 0, count);
    if (count != expected || (int) crc.getValue() != readInt(compressed, length - 8)) {
      throw new CorruptException("a gzip member fails its checksum");
    }
    return count;
  }

  private int inflate(byte[] compressed, int length, int expected) throws CorruptException {
    if (expected == 0) {
      return 0;
    }
    if (used && preferIntel && IntelGzip.available()) {
      inflater.end();
      inflater = IntelGzip.inflater();
      preferIntel = false;
    }
    used = true;
    try {
      inflater.reset();
      inflater.setInput(compressed, HEADER_BYTES, length);
      return inflater.inflate(raw, 0, expected);
    } catch (DataFormatException | RuntimeException e) {
      // Intel's library reports damaged input by a RuntimeException.
      throw new CorruptException("a gzip member is damaged: " + e.getMessage(), e);
    }
  }

  private static int readInt(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  @Override
  public byte[] raw() {
    return raw;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
