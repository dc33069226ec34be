package org.shoestring.shuffle.block;

import java.util.Arrays;

/**
 * Records of one bucket, packed and compressed.
 *
 * <p>What a very long line makes too large for an engine to sort travels in several parts.
 *
 * <p>A record is a number and bytes: a line and its position, say. Packed, it is the difference to
 * the number before (zigzag, varint), the length of its bytes (varint), and the bytes; all together
 * compressed by Snappy.
 *
 * @param first the number of its first record; no other block of the bucket starts with it
 * @param part which part of the block this is, counted from 0
 * @param parts how many it has
 * @param packed compressed bytes, which are kept, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Block(int bucket, long first, int part, int parts, byte[] packed) {

  /** The most packed bytes before compression, but for a record that is larger by itself. */
  static final int MAX_BYTES = 256 << 10;

  /** The most bytes of a part. */
  static final int MAX_PART_BYTES = 1 << 20;

  @Override
  public boolean equals(Object other) {
    return other instanceof Block block
        && bucket == block.bucket
        && first == block.first
        && part == block.part
        && parts == block.parts
        && Arrays.equals(packed, block.packed);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * bucket + Long.hashCode(first)) + Arrays.hashCode(packed);
  }

  @Override
  public String toString() {
    return packed.length + " bytes of bucket " + bucket + " from " + first;
  }
}
