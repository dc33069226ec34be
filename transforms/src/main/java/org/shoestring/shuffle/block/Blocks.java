package org.shoestring.shuffle.block;

/** What travels to a group: a block of records, or where a local file has some. */
public sealed interface Blocks permits Block, SpilledBlocks {}
