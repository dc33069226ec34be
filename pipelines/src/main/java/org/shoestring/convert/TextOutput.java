package org.shoestring.convert;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Lines of a file that a {@link org.shoestring.bytes.LineReader} reads as they were: it drops a
 * byte order mark at the start and one carriage return at the end of a line, so where text starts
 * or ends with these, another one is written.
 */
public final class TextOutput implements Closeable {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final OutputStream out;
  private boolean begun;

  /** Lines into {@code out}, which {@link #close} closes. */
  public TextOutput(OutputStream out) {
    this.out = out;
  }

  /** Writes the line in {@code bytes[from, to)}, which holds no line feed. */
  public void line(byte[] bytes, int from, int to) throws IOException {
    raw(bytes, from, to);
    if (to > from && bytes[to - 1] == '\r') {
      out.write('\r');
    }
    out.write('\n');
  }

  /** Writes {@code bytes[from, to)}, which end in whatever ends a record of their format. */
  public void raw(byte[] bytes, int from, int to) throws IOException {
    int mark = from + BYTE_ORDER_MARK.length;
    if (!begun && mark <= to && Arrays.equals(bytes, from, mark, BYTE_ORDER_MARK, 0, 3)) {
      out.write(BYTE_ORDER_MARK);
    }
    begun = true;
    out.write(bytes, from, to - from);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
