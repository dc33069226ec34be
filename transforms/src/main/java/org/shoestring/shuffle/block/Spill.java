package org.shoestring.shuffle.block;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.shoestring.files.ProcessFolder;
import org.shoestring.spec.Bytes;
import org.shoestring.store.object.StoreException;

/**
 * A local file that any number of threads append to and read from at once. Its name is removed as
 * soon as it is open: the system frees its space when it is closed, or the process ends.
 */
public final class Spill implements Closeable {
  private static final Map<String, Spill> NAMED = new ConcurrentHashMap<>();

  /** The JDK keeps a direct buffer as large as the largest write, for each thread. */
  private static final int CHUNK = 256 << 10;

  private static final String CURE =
      "; free some space, or choose a folder on another disk with --work-dir or --spillFolder";

  private final Path file;
  private final FileChannel channel;
  private final AtomicLong end = new AtomicLong();

  private Spill(Path folder) throws IOException {
    this.file = Files.createTempFile(ProcessFolder.under(folder), "blocks", ".spill");
    this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(file);
  }

  /** A new spill under {@code folder}, gone when it is closed. */
  static Spill in(Path folder) throws IOException {
    return new Spill(folder);
  }

  /** The spill of that name in this process, made under {@code folder} if there is none. */
  static Spill named(String name, Path folder) throws IOException {
    Spill spill = NAMED.get(name);
    if (spill != null) {
      return spill;
    }
    synchronized (NAMED) {
      spill = NAMED.get(name);
      if (spill == null) {
        spill = new Spill(folder);
        NAMED.put(name, spill);
      }
      return spill;
    }
  }

  /** The spill of that name, which another transform of the pipeline has filled. */
  static Spill named(String name) {
    Spill spill = NAMED.get(name);
    if (spill == null) {
      throw new IllegalStateException(
          "the temporary data "
              + name
              + " is in another process; if workers run on several machines, set"
              + " --blockExchange=groupByKey");
    }
    return spill;
  }

  /** Removes the spill of an output in this process, if there is one. */
  public static void remove(BlockSettings settings) throws IOException {
    Spill spill = NAMED.remove(settings.spillName());
    if (spill != null) {
      spill.close();
    }
  }

  /**
   * Fails if the spill folder of this process has less room than that.
   *
   * @param what needs it, for the message
   * @throws StoreException with the numbers and the cure
   */
  public static void demand(BlockSettings settings, long bytes, String what) throws IOException {
    Path folder = settings.spillFolder();
    Files.createDirectories(folder);
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw new StoreException(
          folder
              + ": "
              + Bytes.show(free)
              + " of disk space are free, but "
              + what
              + " needs up to "
              + Bytes.show(bytes)
              + CURE,
          null);
    }
  }

  /** Appends bytes, and returns where they start. */
  long append(byte[] bytes, int from, int length) throws IOException {
    long start = end.getAndAdd(length);
    try {
      for (int done = 0; done < length; ) {
        ByteBuffer chunk = ByteBuffer.wrap(bytes, from + done, Math.min(CHUNK, length - done));
        done += channel.write(chunk, start + done);
      }
    } catch (IOException e) {
      throw new StoreException(
          file.getParent()
              + ": cannot write temporary data, after "
              + Bytes.show(start)
              + ": "
              + (e.getMessage() == null ? e : e.getMessage())
              + CURE,
          e);
    }
    return start;
  }

  /** Reads {@code length} bytes from a place into {@code bytes} at {@code at}. */
  void read(long start, byte[] bytes, int at, int length) throws IOException {
    for (int done = 0; done < length; ) {
      ByteBuffer chunk = ByteBuffer.wrap(bytes, at + done, Math.min(CHUNK, length - done));
      int count = channel.read(chunk, start + done);
      if (count < 0) {
        throw new EOFException(
            file
                + ": this temporary file ends at byte "
                + (start + done)
                + ", but more was written; another program has changed it. Run the command again");
      }
      done += count;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
