package org.shoestring.pipeline.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A stderr that takes nothing until somebody reads it, as a stopped terminal. */
public final class BlockedStderr implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CountDownLatch read = new CountDownLatch(1);

  public BlockedStderr() {
    Messages.awaitAll();
    System.setErr(new PrintStream(new Blocked(), true, UTF_8));
  }

  /** Reads from now on; returns the lines when all messages are printed. */
  public List<String> read() {
    read.countDown();
    Messages.awaitAll();
    return printed.toString(UTF_8).lines().toList();
  }

  @Override
  public void close() {
    read();
    System.setErr(before);
  }

  private final class Blocked extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        read.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      printed.write(bytes, offset, length);
    }
  }
}
