package org.shoestring.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Bytes to stdout, which may be a pipe that nobody reads any more. */
final class Stdout {
  private Stdout() {}

  /** {@code | head} has seen enough: no error, but no reason to go on. */
  static final class UnreadException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadException(IOException cause) {
      super("stdout: " + cause.getMessage(), cause);
    }
  }

  /** A buffered stream, which throws {@link UnreadException} when nobody reads. */
  static OutputStream open() {
    return new BufferedOutputStream(new Pipe(new FileOutputStream(FileDescriptor.out)), 1 << 16);
  }

  private static final class Pipe extends FilterOutputStream {
    Pipe(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) {
          throw new UnreadException(e);
        }
        throw new IOException("stdout: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      // Stdout stays open to the end.
    }
  }
}
