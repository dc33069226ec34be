package org.shoestring.tsv.foreign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * The memory that dictionaries of compressed files take: up to hundreds of MiB a file. Those of xz
 * lie on the heap, and all that are open at once may take half of it.
 */
public final class Dictionaries {
  /** What all dictionaries on the heap may take together. */
  public static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 2;

  private static final int HEAD_BYTES = 1 << 12;
  private static final int ZSTD_SMALLEST = 18;
  private static final AtomicLong TAKEN = new AtomicLong();

  private Dictionaries() {}

  /**
   * What a file needs.
   *
   * @param heap bytes on the heap
   * @param outside bytes outside of it
   */
  public record Need(long heap, long outside) {
    /** That of a file without a dictionary worth counting. */
    public static final Need NONE = new Need(0, 0);

    /** What this and another file need. */
    public Need plus(Need other) {
      return new Need(heap + other.heap, outside + other.outside);
    }
  }

  /**
   * What a compressed file needs, as its beginning tells.
   *
   * @param stored its bytes as they are stored; not closed
   */
  public static Need of(InputStream stored) throws IOException {
    byte[] head = stored.readNBytes(HEAD_BYTES);
    if (Compression.XZ.begins(head, head.length, true)) {
      return new Need(xz(head), 0);
    }
    return Compression.ZSTD.begins(head, head.length, true)
        ? new Need(0, zstdWindow(head))
        : Need.NONE;
  }

  /** The library tells what it needs when it is allowed next to nothing. */
  private static long xz(byte[] head) {
    try (XZInputStream in = new XZInputStream(new ByteArrayInputStream(head), 1)) {
      int unused = in.read();
      return 0;
    } catch (MemoryLimitException e) {
      return (long) e.getMemoryNeeded() << 10;
    } catch (IOException e) {
      return 0; // Whoever reads the file tells what is wrong with it.
    }
  }

  /** RFC 8878, 3.1.1.1: the window of the first frame; 0 if it is one to skip. */
  private static long zstdWindow(byte[] head) {
    if (head.length < ZSTD_SMALLEST || head[0] != 0x28) {
      return 0;
    }
    int descriptor = head[4];
    boolean single = (descriptor & 0x20) != 0;
    if (!single) {
      int window = head[5] & 0xff;
      long base = 1L << (10 + (window >> 3));
      return base + base / 8 * (window & 7);
    }
    int idBytes = new int[] {0, 1, 2, 4}[descriptor & 3];
    int sizeBytes = 1 << (descriptor >> 6 & 3);
    long size = 0;
    for (int i = sizeBytes - 1; i >= 0; i--) {
      size = size << 8 | (head[5 + idBytes + i] & 0xff);
    }
    return size < 0 ? Long.MAX_VALUE / 4 : Math.min(size, Long.MAX_VALUE / 4);
  }

  /** Counts the arrays of one xz file, and refuses what is too much for all that are open. */
  static final class Counted extends ArrayCache {
    private long mine;

    @Override
    public byte[] getByteArray(int size, boolean fillWithZeros) {
      take(size);
      mine += size;
      return new byte[size];
    }

    @Override
    public void putArray(byte[] array) {
      give(array.length);
      mine -= array.length;
    }

    /** Gives all back; the file is closed. */
    void close() {
      give(mine);
      mine = 0;
    }
  }

  /** More dictionaries are open than the heap has room for. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Counts bytes on the heap, if there is room for them. */
  static void take(long bytes) {
    if (TAKEN.addAndGet(bytes) > MOST_BYTES) {
      give(bytes);
      throw new TooLarge();
    }
  }

  /** Counts them no more. */
  static void give(long bytes) {
    TAKEN.addAndGet(-bytes);
  }

  /** The bytes that open files take now. */
  static long taken() {
    return TAKEN.get();
  }
}
