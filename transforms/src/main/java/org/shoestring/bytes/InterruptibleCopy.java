package org.shoestring.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies of streams that end when their thread is interrupted. */
public final class InterruptibleCopy {
  private static final int BUFFER = 1 << 17;

  /** To begin with: for a small file, a large buffer takes longer than its bytes. */
  private static final int SMALL = 1 << 14;

  private InterruptibleCopy() {}

  /**
   * Writes all that is read, until the thread is interrupted.
   *
   * @return how many bytes
   */
  public static long copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[SMALL];
    long bytes = 0;
    int count;
    while ((count = in.read(buffer)) >= 0) {
      Interrupts.check();
      out.write(buffer, 0, count);
      bytes += count;
      if (bytes >= SMALL && buffer.length == SMALL) {
        buffer = new byte[BUFFER];
      }
    }
    return bytes;
  }
}
