package org.shoestring.shuffle.block;

/** What travels to a group: blocks of records, or where a local file has some. */
public sealed interface Blocks permits BlockList, SpilledBlocks {}
