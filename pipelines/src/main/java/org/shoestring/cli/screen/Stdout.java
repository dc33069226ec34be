package org.shoestring.cli.screen;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.StoreException;

/** Bytes to stdout, which may be a pipe that nobody reads any more, or a disk that is full. */
public final class Stdout {
  private Stdout() {}

  /** {@code | head} has seen enough: no error, but no reason to go on. */
  public static final class UnreadException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadException(IOException cause) {
      super("stdout: " + cause.getMessage(), cause);
    }
  }

  /** A buffered stream, which throws {@link UnreadException} when nobody reads. */
  public static OutputStream open() {
    return new BufferedOutputStream(new Pipe(new FileOutputStream(FileDescriptor.out)), 1 << 16);
  }

  /**
   * Runs a verb, whatever way it prints, and tells at its end what {@link System#out} could not
   * write, which a {@link PrintStream} keeps to itself. What is printed is UTF-8, as tables are.
   *
   * @return the verb's exit code, that of a failing store if its results are lost
   */
  public static int watch(IntSupplier verb) {
    Pipe pipe = new Pipe(new FileOutputStream(FileDescriptor.out));
    PrintStream out =
        new PrintStream(new BufferedOutputStream(pipe, 1 << 13), true, StandardCharsets.UTF_8);
    System.setOut(out);
    int code = verb.getAsInt();
    out.flush();
    IOException lost = pipe.lost;
    if (lost == null) {
      return code;
    }
    int storage = Terminal.error(lost);
    return code == 0 ? storage : code;
  }

  private static final class Pipe extends FilterOutputStream {
    /** The first error that is one. */
    private volatile @Nullable IOException lost;

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
        IOException failed = new StoreException("stdout: " + e.getMessage(), e);
        lost = lost == null ? failed : lost;
        throw failed;
      }
    }

    @Override
    public void close() {
      // Stdout stays open to the end.
    }
  }
}
