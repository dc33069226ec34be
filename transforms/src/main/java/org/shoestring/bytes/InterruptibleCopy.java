package org.shoestring.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies of streams that end when their thread is interrupted. */
public final class InterruptibleCopy {
  private static final int BUFFER = 1 << 17;

  private InterruptibleCopy() {}

  /**
   * Writes all that is read, until the thread is interrupted.
   *
   * @return how many bytes
   */
  public static long copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    int count;
    while ((count = in.read(buffer)) >= 0) {
      Interrupts.check();
      out.write(buffer, 0, count);
      bytes += count;
    }
    return bytes;
  }
}
