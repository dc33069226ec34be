package org.shoestring.store.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Failures;
import org.shoestring.bytes.Interrupts;

/**
 * The content of an answer, which a thread of its own reads ahead: Java neither ends a read from a
 * socket when its thread is interrupted, nor lets another thread close the content meanwhile. So
 * whoever waits for it here can be interrupted; that thread waits until data or the time-out comes.
 */
final class InterruptibleInput extends InputStream {
  private static final int CHUNK = 64 << 10;
  private static final int AHEAD = 2;

  /** What comes after the last bytes, or after an error. */
  private static final byte[] END = new byte[0];

  private final InputStream content;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader = new Thread(this::readAll, "gcs-reading");
  private volatile boolean closed;
  private volatile @Nullable Throwable error;
  private byte[] current = new byte[0];
  private int at;

  InterruptibleInput(InputStream content) {
    this.content = content;
    reader.setDaemon(true);
    reader.start();
  }

  private void readAll() {
    try (InputStream in = content) {
      byte[] chunk;
      do {
        chunk = next(in);
        chunks.put(chunk);
      } while (chunk != END && !closed);
    } catch (InterruptedException | IOException e) {
      // It was closed: nobody wants more.
    }
  }

  private byte[] next(InputStream in) {
    try {
      byte[] bytes = new byte[CHUNK];
      int count = in.read(bytes, 0, CHUNK);
      return count < 0 ? END : Arrays.copyOf(bytes, count);
    } catch (IOException | RuntimeException | Error e) {
      error = e;
      return END;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    while (current != END && at == current.length) {
      try {
        current = chunks.take();
        at = 0;
      } catch (InterruptedException e) {
        throw Interrupts.stopped("stopped", e);
      }
    }
    if (current == END) {
      return end();
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, bytes, offset, count);
    at += count;
    return count;
  }

  private int end() throws IOException {
    Failures.rethrow(error);
    return -1;
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
  }
}
