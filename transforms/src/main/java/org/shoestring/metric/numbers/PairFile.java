package org.shoestring.metric.numbers;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.shoestring.files.CacheFolder;
import org.shoestring.files.ProcessFolder;
import org.shoestring.store.object.StoreException;

/**
 * A temporary file of pairs. Its name is removed as soon as it is open: the system frees its space
 * when it is closed, or the process ends.
 */
final class PairFile implements AutoCloseable {
  private static final int PAIR = 2 * Double.BYTES;
  private static final int BUFFER = PAIR << 12;

  private final Path folder;
  private final FileChannel channel;
  private final ByteBuffer unwritten = ByteBuffer.allocate(BUFFER);
  private long written;

  /** A new file under {@code folder}. */
  PairFile(Path folder) {
    this.folder = folder;
    try {
      Path file = Files.createTempFile(ProcessFolder.under(folder), "pairs", ".spill");
      this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      Files.delete(file);
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  void append(double first, double second) {
    if (!unwritten.hasRemaining()) {
      write();
    }
    unwritten.putDouble(first).putDouble(second);
  }

  private void write() {
    unwritten.flip();
    try {
      while (unwritten.hasRemaining()) {
        written += channel.write(unwritten, written);
      }
    } catch (IOException e) {
      throw failure("write", e);
    }
    unwritten.clear();
  }

  /** How many pairs were appended. */
  long size() {
    return (written + unwritten.position()) / PAIR;
  }

  /** Reads the pairs from one number up to another; nothing may be appended meanwhile. */
  PairCursor read(long from, long to) {
    write();
    return new Reader(from * PAIR, to * PAIR);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure("close", e);
    }
  }

  private UncheckedIOException failure(String verb, IOException e) {
    return new UncheckedIOException(
        new StoreException(
            folder
                + ": cannot "
                + verb
                + " a metric's temporary file ("
                + (e.getMessage() == null ? e : e.getMessage())
                + "); free some space, or "
                + CacheFolder.otherFolder(),
            e));
  }

  private final class Reader implements PairCursor {
    private final ByteBuffer read = ByteBuffer.allocate(BUFFER).limit(0);
    private final long end;
    private long place;
    private double first;
    private double second;

    Reader(long place, long end) {
      this.place = place;
      this.end = end;
    }

    @Override
    public boolean next() {
      if (!read.hasRemaining() && !fill()) {
        return false;
      }
      first = read.getDouble();
      second = read.getDouble();
      return true;
    }

    private boolean fill() {
      read.clear().limit((int) Math.min(BUFFER, end - place));
      try {
        while (read.hasRemaining()) {
          int count = channel.read(read, place);
          if (count < 0) {
            throw new EOFException("another program has cut it");
          }
          place += count;
        }
      } catch (IOException e) {
        throw failure("read", e);
      }
      read.flip();
      return read.hasRemaining();
    }

    @Override
    public double first() {
      return first;
    }

    @Override
    public double second() {
      return second;
    }
  }
}
