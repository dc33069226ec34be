package org.shoestring.shuffle.split;

import org.shoestring.shuffle.Permutation;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * Which part each line of a table goes to. It can be made again from the same settings and table at
 * any time, to find where the lines of a part came from.
 *
 * <p>The parts that are no rest come first, in the order written, and the rest last; each has a
 * range of
 *
 * <ul>
 *   <li>by position: the positions that a {@link Permutation} gives the lines,
 *   <li>by hash: the values of a hash, as wide as the part's fraction,
 *   <li>by label: the positions that a permutation gives the lines of one label.
 * </ul>
 */
public interface SplitPlan {
  /** Raised whenever a line would go to another part; part of the keys of splits. */
  int VERSION = 1;

  /** The parts of the lines of one shard, which are asked for in order, each once. */
  interface OfShard {
    /**
     * The part of the next line.
     *
     * @param line its number in the table, counted from 0
     */
    int part(long line, TsvRow row);
  }

  /**
   * The plan of a table.
   *
   * @param lines of the table
   * @param labels of the table, by label; {@link LabelCounts#none} otherwise
   * @throws org.shoestring.spec.UsageException if it lacks a column, or has too few lines
   */
  static SplitPlan of(Split split, Columns columns, long lines, LabelCounts labels) {
    int[] fields = split.fields(columns);
    return switch (split.by()) {
      case POSITION -> new SplitByPosition(split, lines);
      case HASH -> new SplitByHash(split, fields);
      case LABEL -> new SplitByLabel(split, fields, labels);
    };
  }

  /** The parts of the lines of the shard at a place. */
  OfShard shard(int place);
}
