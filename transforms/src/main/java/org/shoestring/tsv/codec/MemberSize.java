package org.shoestring.tsv.codec;

import org.shoestring.bytes.LineReader;

/** How large the members of a shard are, in raw bytes. */
public final class MemberSize {
  /** Raw bytes after which a member ends with its current line. */
  public static final int BYTES = 1 << 20;

  /** The longest row: the longest line that is read, and room for what rejects put before it. */
  public static final int MAX_ROW_BYTES = LineReader.MAX_LINE_BYTES + (1 << 16);

  /** The largest member: the longest row and what was before it in its block. */
  public static final int MAX_BYTES = MAX_ROW_BYTES + BYTES + 1;

  private MemberSize() {}
}
