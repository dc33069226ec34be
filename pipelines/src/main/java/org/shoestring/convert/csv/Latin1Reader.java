package org.shoestring.convert.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.shoestring.bytes.LineReader;

/** Bytes as characters, with a bound on what one record may have, since it is held in memory. */
final class Latin1Reader extends Reader {
  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private final byte[] bytes = new byte[BLOCK];
  private long left;

  Latin1Reader(InputStream in) {
    this.in = in;
  }

  /** A record goes on where a table's line would be too long. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Starts to count anew; what is read ahead may belong to the record that begins. */
  void beginRecord() {
    left = LineReader.MAX_LINE_BYTES + (long) BLOCK;
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    if (left <= 0) {
      throw new TooLongException();
    }
    int count = in.read(bytes, 0, Math.min(length, bytes.length));
    for (int i = 0; i < count; i++) {
      chars[offset + i] = (char) (bytes[i] & 0xff);
    }
    left -= Math.max(0, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
