package org.shoestring.train.preset.content;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The index of a TensorFlow checkpoint: a table in LevelDB's format, whose blocks have entries of a
 * tensor's name and a {@code BundleEntryProto}. Tested with TensorFlow 2.16.2.
 */
final class TensorTable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  /** A type of compression, and a checksum. */
  private static final int BLOCK_TRAILER = 5;

  private static final int LARGEST_BLOCK = 1 << 28;

  // Fields of a BundleEntryProto.
  private static final int SHARD = 3;
  private static final int OFFSET = 4;
  private static final int SIZE = 5;

  private final FileBytes file;
  private final SortedMap<Integer, Long> lengths = new TreeMap<>();

  private TensorTable(FileBytes file) {
    this.file = file;
  }

  /** Whether a file ends as such a table does; what is written from the front ends so last. */
  static boolean hasFooter(FileBytes file) throws IOException {
    return file.size() >= FOOTER && file.read(file.size() - 8, 8).getLong() == MAGIC;
  }

  /**
   * The bytes that tensors take, by the number of the data file that they are in; empty if the
   * table is damaged.
   */
  static Optional<SortedMap<Integer, Long>> lengths(FileBytes file) throws IOException {
    TensorTable table = new TensorTable(file);
    try {
      ByteBuffer footer = file.read(file.size() - FOOTER, FOOTER);
      table.block(footer); // Of filters, which this table has none of.
      ByteBuffer blocks = table.block(footer);
      while (blocks.hasRemaining()) {
        ByteBuffer tensors = table.block(value(blocks));
        while (tensors.hasRemaining()) {
          table.add(value(tensors));
        }
      }
    } catch (DamagedTableException | BufferUnderflowException e) {
      return Optional.empty();
    }
    return Optional.of(table.lengths);
  }

  /** The entries of the block that a handle points to. */
  private ByteBuffer block(ByteBuffer handle) throws IOException, DamagedTableException {
    long offset = number(handle);
    int length = length(number(handle));
    ByteBuffer block = file.read(offset, length + BLOCK_TRAILER);
    CRC32C sum = new CRC32C();
    sum.update(block.slice(0, length + 1));
    int masked = Integer.rotateRight((int) sum.getValue(), 15) + 0xa282ead8;
    boolean isCompressed = block.get(length) != 0; // Which TensorFlow does not do.
    if (masked != block.getInt(length + 1) || isCompressed || length < Integer.BYTES) {
      throw new DamagedTableException();
    }
    int restarts = block.getInt(length - Integer.BYTES);
    if (restarts < 0 || restarts >= length / Integer.BYTES) {
      throw new DamagedTableException();
    }
    return block.limit(length - Integer.BYTES * (restarts + 1));
  }

  /** The value of the next entry of a block. */
  private static ByteBuffer value(ByteBuffer block) throws DamagedTableException {
    number(block); // As much of the key as the former entry has.
    int key = length(number(block));
    int value = length(number(block));
    skip(block, key);
    ByteBuffer bytes = block.slice();
    skip(block, value);
    return bytes.limit(value);
  }

  /** Adds an entry; that of the whole checkpoint, the first one, has neither offset nor size. */
  private void add(ByteBuffer entry) throws DamagedTableException {
    long shard = 0;
    long offset = 0;
    long size = 0;
    while (entry.hasRemaining()) {
      int tag = (int) number(entry);
      switch (tag & 7) {
        case 0 -> {
          long number = number(entry);
          int field = tag >>> 3;
          shard = field == SHARD ? number : shard;
          offset = field == OFFSET ? number : offset;
          size = field == SIZE ? number : size;
        }
        case 1 -> skip(entry, Long.BYTES);
        case 2 -> skip(entry, length(number(entry)));
        case 5 -> skip(entry, Integer.BYTES);
        default -> throw new DamagedTableException();
      }
    }
    lengths.merge((int) shard, offset + size, Math::max);
  }

  private static void skip(ByteBuffer bytes, int length) throws DamagedTableException {
    if (length > bytes.remaining()) {
      throw new DamagedTableException();
    }
    bytes.position(bytes.position() + length);
  }

  private static int length(long number) throws DamagedTableException {
    if (number < 0 || number > LARGEST_BLOCK) {
      throw new DamagedTableException();
    }
    return (int) number;
  }

  /** A number of variable length: seven bits in each byte, the lowest first. */
  private static long number(ByteBuffer bytes) throws DamagedTableException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new DamagedTableException();
  }

  private static final class DamagedTableException extends Exception {
    private static final long serialVersionUID = 1;
  }
}
