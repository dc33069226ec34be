package org.shoestring.shuffle.block;

/**
 * Blocks of one group in a local {@link Spill}: where it has the list of them.
 *
 * @param spill the name of the spill in this process
 * @param offset where the list starts: for each block its bucket, first number, offset and length,
 *     as varints
 * @param length of the list, in bytes
 */
public record SpilledBlocks(String spill, long offset, int length) implements Blocks {}
