package org.shoestring.step;

import java.io.IOException;
import java.io.Serializable;
import org.shoestring.tsv.TsvRow;

/**
 * What a {@link BarrierType} learns of a table before its step can work, bound to the columns that
 * come to it. Workers learn it together, in flat memory, in three turns:
 *
 * <ol>
 *   <li>for each shard a {@link Mapper} looks at its rows, and notes facts: some bytes each;
 *   <li>facts whose first four bytes are equal meet at one {@link Reducer}, which has the facts of
 *       a part of the table's hashes, and tells shards what it concludes;
 *   <li>for each shard a {@link Learnt} step hears what was told to it, and then works as any step.
 * </ol>
 *
 * <p>It knows no Beam, so it can be tested with a loop. Each turn may be run again for the same
 * shard, and must then give the same.
 */
public interface Barrier extends Serializable {

  /**
   * How many facts are noted a line, about: memory, disk and how widely facts are spread go by it.
   */
  int factsPerLine();

  /** What looks at the rows of one shard. */
  Mapper mapper();

  /**
   * What concludes from the facts of one group.
   *
   * @param facts about how many will come
   */
  Reducer reducer(int facts);

  /** The step of one shard, which has heard nothing yet. */
  Learnt learnt();

  /** Looks at the rows of one shard, in order. */
  interface Mapper {
    /**
     * Looks at a row.
     *
     * @param place the number of the shard among those that come in, counted from 0
     * @param line the number of the line in the shard, counted from 0; lines that a step before has
     *     rejected are missing
     */
    void map(int place, long line, TsvRow row, Facts facts) throws IOException;

    /** Called after the last row of the shard. */
    default void finish(Facts facts) throws IOException {}
  }

  /** Takes notes. */
  interface Facts {
    /**
     * Notes a copy of {@code bytes[from, to)}, at least four bytes, evenly distributed ones (of a
     * hash, say).
     *
     * @param number not below that of the fact before
     */
    void note(long number, byte[] bytes, int from, int to) throws IOException;
  }

  /** Concludes from the facts of one group. */
  interface Reducer {
    /** Takes a fact; they come in the order of their numbers. */
    void reduce(long number, byte[] bytes, int from, int to, Answers answers) throws IOException;

    /** Called after the last fact of the group. */
    default void finish(Answers answers) throws IOException {}
  }

  /** Takes what is told to shards. */
  interface Answers {
    /**
     * Tells the shard at a place a copy of {@code bytes[from, to)}.
     *
     * @param number not below that of the answer to this shard before
     */
    void tell(int place, long number, byte[] bytes, int from, int to) throws IOException;
  }

  /** The step of one shard. */
  interface Learnt extends Step {
    /** Hears what a reducer told of this shard; all of it before the first row. */
    void hear(long number, byte[] bytes, int from, int to);

    /** Moves to a line of the shard, counted from 0, whose row is to be applied next. */
    default void at(long line) {}
  }
}
