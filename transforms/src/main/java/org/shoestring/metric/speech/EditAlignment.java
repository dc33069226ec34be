package org.shoestring.metric.speech;

import java.util.Arrays;

/**
 * Aligns a hypothesis with its reference by the fewest substitutions, deletions and insertions
 * (Levenshtein 1966) and counts them. Of equally short alignments it takes the one that RapidFuzz
 * takes, as the counts of hits differ between them.
 *
 * <p>Differences between neighbouring cells of the table of distances are bits, 64 reference
 * symbols a word (Myers 1999, Hyyrö 2003). Large tables are not kept: the hypothesis is halved, and
 * the reference is cut where both halves have the fewest edits (Hirschberg 1975).
 */
final class EditAlignment {
  /** With fewer cells the table is kept, 2 bits each; RapidFuzz draws this line too. */
  private static final int MOST_CELLS = 1 << 22;

  private static final int SHORT_REFERENCE = 64;
  private static final int SHORT_HYPOTHESIS = 9;
  private static final int LARGE = 1 << 20;

  private int[] symbols = new int[0];
  private int hits;
  private int substitutions;
  private int deletions;
  private int insertions;

  /** By symbol: the places in the current 64 of the reference where it stands. */
  private long[] places = new long[256];

  /** By place in the hypothesis: the step to it, in the last row of the block before. */
  private byte[] steps = new byte[256];

  /** Where the distance grows, and where it falls, from one reference symbol to the next. */
  private long[] rises = new long[1024];

  private long[] falls = new long[1024];

  /**
   * Aligns two lines.
   *
   * @param symbols the reference's distinct symbols, numbered from 0 as they come, then the
   *     hypothesis's; a symbol that the reference lacks is -1
   * @param reference where the reference ends
   * @param end where the hypothesis ends
   * @return hits, substitutions, deletions and insertions
   */
  double[] align(int[] symbols, int reference, int end) {
    this.symbols = symbols;
    hits = 0;
    substitutions = 0;
    deletions = 0;
    insertions = 0;
    if (places.length < reference || places.length > LARGE) {
      places = new long[Math.max(256, reference)];
    }
    if (steps.length < end - reference || steps.length > LARGE) {
      steps = new byte[Math.max(256, end - reference)];
    }
    align(0, reference, reference, end);
    return new double[] {hits, substitutions, deletions, insertions};
  }

  private void align(int from, int to, int start, int stop) {
    while (from < to && start < stop && symbols[from] == symbols[start]) {
      from++;
      start++;
      hits++;
    }
    while (from < to && start < stop && symbols[to - 1] == symbols[stop - 1]) {
      to--;
      stop--;
      hits++;
    }
    int rows = to - from;
    int columns = stop - start;
    if (rows == 0 || columns == 0) {
      deletions += rows;
      insertions += columns;
    } else if (rows <= SHORT_REFERENCE
        || columns <= SHORT_HYPOTHESIS
        || (long) rows * columns < MOST_CELLS) {
      walkBack(from, rows, start, columns);
    } else {
      int middle = start + columns / 2;
      int cut = from + cut(from, rows, start, middle, stop);
      align(from, cut, start, middle);
      align(cut, to, middle, stop);
    }
  }

  /** Follows the alignment from its end: a deletion goes before an insertion, that before both. */
  private void walkBack(int from, int rows, int start, int columns) {
    fill(from, rows, start, columns, 1, true);
    int row = rows;
    int column = columns;
    while (row > 0 && column > 0) {
      int at = ((row - 1) >>> 6) * columns + column - 1;
      long bit = 1L << (row - 1);
      if ((rises[at] & bit) != 0) {
        deletions++;
        row--;
        continue;
      }
      column--;
      if (column > 0 && (falls[at - 1] & bit) != 0) {
        insertions++;
        continue;
      }
      row--;
      if (symbols[from + row] == symbols[start + column]) {
        hits++;
      } else {
        substitutions++;
      }
    }
    deletions += row;
    insertions += column;
  }

  /** How many reference symbols go with the first half of the hypothesis, at least 1. */
  private int cut(int from, int rows, int start, int middle, int stop) {
    int[] before = distances(from, rows, start, middle - start, 1);
    int[] after = distances(from + rows - 1, rows, stop - 1, stop - middle, -1);
    int best = 1;
    for (int row = 2; row <= rows; row++) {
      if (before[row] + after[rows - row] < before[best] + after[rows - best]) {
        best = row;
      }
    }
    return best;
  }

  /** The distance of all these hypothesis symbols from each beginning of the reference. */
  private int[] distances(int from, int rows, int start, int columns, int direction) {
    fill(from, rows, start, columns, direction, false);
    int[] distances = new int[rows + 1];
    distances[0] = columns;
    for (int row = 0; row < rows; row++) {
      long bit = 1L << row;
      int step = (rises[row >>> 6] & bit) != 0 ? 1 : (falls[row >>> 6] & bit) != 0 ? -1 : 0;
      distances[row + 1] = distances[row] + step;
    }
    return distances;
  }

  /**
   * Fills {@link #rises} and {@link #falls}, block after block of the reference.
   *
   * @param direction 1, or -1 to read both lines backwards from {@code from} and {@code start}
   * @param all whether each column is kept, or the last one only
   */
  private void fill(int from, int rows, int start, int columns, int direction, boolean all) {
    int blocks = (rows + 63) >>> 6;
    makeRoom(all ? blocks * columns : blocks);
    Arrays.fill(steps, 0, columns, (byte) 1);
    int kept = 0;
    for (int block = 0; block < blocks; block++) {
      int first = from + direction * (block << 6);
      int length = Math.min(64, rows - (block << 6));
      for (int i = 0; i < length; i++) {
        places[symbols[first + direction * i]] |= 1L << i;
      }
      int last = length - 1;
      long rise = -1;
      long fall = 0;
      for (int column = 0; column < columns; column++) {
        int symbol = symbols[start + direction * column];
        long equal = symbol < 0 ? 0 : places[symbol];
        int in = steps[column];
        long vertical = equal | fall;
        // A step down into this block is as good as an equal symbol in its first row.
        equal |= in >>> 31;
        long horizontal = (((equal & rise) + rise) ^ rise) | equal;
        long up = fall | ~(horizontal | rise);
        long down = rise & horizontal;
        steps[column] = (byte) (((up >>> last) & 1) - ((down >>> last) & 1));
        up = (up << 1) | (in > 0 ? 1 : 0);
        down = (down << 1) | (in >>> 31);
        rise = down | ~(vertical | up);
        fall = up & vertical;
        if (all) {
          rises[kept] = rise;
          falls[kept++] = fall;
        }
      }
      if (!all) {
        rises[kept] = rise;
        falls[kept++] = fall;
      }
      for (int i = 0; i < length; i++) {
        places[symbols[first + direction * i]] = 0;
      }
    }
  }

  private void makeRoom(int words) {
    if (rises.length < words || rises.length > LARGE) {
      rises = new long[Math.max(1024, words)];
      falls = new long[rises.length];
    }
  }
}
