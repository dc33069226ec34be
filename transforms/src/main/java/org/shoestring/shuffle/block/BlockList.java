package org.shoestring.shuffle.block;

import java.util.List;

/**
 * Blocks that travel to one group together, of any of its buckets. However finely a group is cut
 * into buckets, an engine has few elements to sort.
 *
 * @param blocks in the order of their buckets
 */
public record BlockList(List<Block> blocks) implements Blocks {

  /** No records; it makes a group exist that gets none. */
  public static final BlockList EMPTY = new BlockList(List.of());

  /** The most compressed bytes, but for a part of a block that is larger by itself. */
  static final int MAX_BYTES = 256 << 10;

  public BlockList {
    blocks = List.copyOf(blocks);
  }
}
