package org.shoestring.train.preset.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether an HDF5 file was closed by who wrote it: the end that its superblock names is that of the
 * file, and no writer has it open. While a file is written, its superblock names an earlier end, so
 * that the file is longer than that, which must not pass. The format is that of the HDF5 File
 * Format Specification 3.0, superblocks 0 to 3.
 */
public final class Hdf5Check {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int FIRST_BLOCK = 512;
  private static final int LONGEST = 64;
  private static final int WRITER = 1;

  private Hdf5Check() {}

  /** What is wrong with such a file, for people; empty if it is whole. */
  public static Optional<String> fault(Path path) throws IOException {
    return FileBytes.look(path, Hdf5Check::fault);
  }

  private static Optional<String> fault(FileBytes file) throws IOException {
    // A program may keep a block of its own before, whose length is a power of two.
    for (long at = 0; at + LONGEST <= file.size(); at = at == 0 ? FIRST_BLOCK : at * 2) {
      ByteBuffer block = file.read(at, LONGEST);
      if (block.slice(0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE))) {
        return fault(file, block);
      }
    }
    return Optional.of("it has no HDF5 superblock");
  }

  private static Optional<String> fault(FileBytes file, ByteBuffer block) {
    int version = block.get(8);
    long end;
    int flags;
    switch (version) {
      case 0, 1 -> {
        int addresses = version == 0 ? 24 : 28;
        int size = block.get(13);
        if (addresses + 3 * size > LONGEST) {
          return Optional.of("its HDF5 superblock is damaged");
        }
        flags = block.getInt(20);
        end = address(block, addresses + 2 * size, size);
      }
      case 2, 3 -> {
        int size = block.get(9);
        if (12 + 3 * size > LONGEST) {
          return Optional.of("its HDF5 superblock is damaged");
        }
        flags = block.get(11);
        end = address(block, 12 + 2 * size, size);
      }
      default -> {
        return Optional.of("its HDF5 superblock has the unknown version " + version);
      }
    }
    if ((flags & WRITER) != 0) {
      return Optional.of("its writer has not closed it");
    }
    return end == file.size()
        ? Optional.empty()
        : Optional.of("it has " + file.size() + " bytes, but its superblock says " + end);
  }

  /** A number of 2, 4 or 8 bytes; -1 for other sizes. */
  private static long address(ByteBuffer block, int at, int size) {
    block.order(ByteOrder.LITTLE_ENDIAN);
    return switch (size) {
      case 2 -> block.getShort(at) & 0xFFFF;
      case 4 -> Integer.toUnsignedLong(block.getInt(at));
      case 8 -> block.getLong(at);
      default -> -1;
    };
  }
}
