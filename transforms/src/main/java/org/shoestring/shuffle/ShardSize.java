package org.shoestring.shuffle;

import java.io.Serializable;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;

/**
 * How a table is cut into shards: into so many, or so that each has about so many lines or bytes.
 *
 * @param where what asks for it, for messages
 */
public record ShardSize(SizeUnit unit, long size, String where) implements Serializable {
  /** The most shards of a table. */
  public static final int MAX_SHARDS = 100_000;

  /** What a size counts. */
  public enum SizeUnit {
    SHARDS,
    LINES,
    BYTES
  }

  public ShardSize {
    if (size < 1) {
      throw UsageException.mustBe(where, "a number of 1 or more", size);
    }
    if (unit == SizeUnit.SHARDS) {
      checkMost(where, size);
    }
  }

  /** So many shards. */
  public static ShardSize shards(String where, long count) {
    return new ShardSize(SizeUnit.SHARDS, count, where);
  }

  /** As few shards as there can be, none with more lines. */
  public static ShardSize lines(String where, long lines) {
    return new ShardSize(SizeUnit.LINES, lines, where);
  }

  /** As few shards as there can be, with no more raw bytes on average. */
  public static ShardSize bytes(String where, long bytes) {
    return new ShardSize(SizeUnit.BYTES, bytes, where);
  }

  /**
   * The number of shards of a table.
   *
   * @param raw bytes before compression
   * @throws UsageException if there would be more than lines, or more than can be
   */
  public int count(long lines, long raw) {
    long count =
        switch (unit) {
          case SHARDS -> size;
          case LINES -> EvenCuts.ceilDiv(lines, size);
          case BYTES -> Math.min(EvenCuts.ceilDiv(raw, size), lines);
        };
    long shards = Math.max(1, count);
    if (shards > Math.max(1, lines)) {
      throw new UsageException(
          where
              + ": cannot make "
              + shards
              + " shards of "
              + Plural.of(lines, "line")
              + ", because a shard has at least one; make "
              + Plural.of(Math.max(1, lines), "shard")
              + (lines > 1 ? " or fewer" : ""));
    }
    checkMost(where, shards);
    return (int) shards;
  }

  private static void checkMost(String where, long shards) {
    if (shards > MAX_SHARDS) {
      throw new UsageException(
          where
              + ": this makes "
              + shards
              + " shards, but a table can have "
              + MAX_SHARDS
              + " at most; make larger shards");
    }
  }
}
