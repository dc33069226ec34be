package org.shoestring.server.fault;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** What lets bytes through up to a point, or changes them on their way, as faults ask. */
abstract class FaultyOutput extends FilterOutputStream {
  private FaultyOutput(OutputStream out) {
    super(out);
  }

  /** A message has come as far as its fault lets it. */
  static final class EndException extends IOException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public abstract void write(byte[] bytes, int from, int length) throws IOException;

  /** The first bytes, then {@link EndException} at the first byte more. */
  static OutputStream first(long most, OutputStream to) {
    return new FaultyOutput(to) {
      private long left = most;

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        int count = (int) Math.min(left, length);
        out.write(bytes, from, count);
        left -= count;
        if (count < length) {
          out.flush();
          throw new EndException();
        }
      }
    };
  }

  /** All bytes, with a bit of one of them flipped. */
  static OutputStream flip(long at, Runnable done, OutputStream to) {
    return new FaultyOutput(to) {
      private long position;

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (at >= position && at < position + length) {
          bytes[from + (int) (at - position)] ^= 1;
          done.run();
        }
        position += length;
        out.write(bytes, from, length);
      }
    };
  }

  /** All bytes, a few at a time. */
  static OutputStream slow(int few, Duration pause, OutputStream to) {
    return new FaultyOutput(to) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; done += few) {
          try {
            Thread.sleep(pause.toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the proxy was closed", e);
          }
          out.write(bytes, from + done, Math.min(few, length - done));
          out.flush();
        }
      }
    };
  }
}
