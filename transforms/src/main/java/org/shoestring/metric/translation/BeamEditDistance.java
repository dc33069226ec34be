package org.shoestring.metric.translation;

import java.util.Arrays;

/**
 * The edit distance of words in a beam around the diagonal, for hypotheses of one length that are
 * rearranged again and again.
 *
 * <p>A rearrangement changes words in {@code [first, last)} only. The distance is that of the
 * cheapest path through the beam's cells, whose places do not depend on words, so it needs no rows
 * but these: the rows before are kept as distances from the start ({@code forward}), those after as
 * distances to the end ({@code backward}).
 */
final class BeamEditDistance {
  private static final int BEAM = 25;
  private static final int FAR = 1 << 29;
  private static final int LARGE = 1 << 22;

  private int length;
  private int referenceLength;
  private int[] words = new int[0];

  /** The reference from index 1, as in the columns. */
  private int[] reference = new int[64];

  /** By row, the number of words before it: the first column, the one after the last. */
  private int[] low = new int[64];

  private int[] high = new int[64];

  /** By row: where column 0 would be in {@link #forward} and {@link #backward}. */
  private int[] at = new int[64];

  private int[] forward = new int[4096];
  private int[] backward = new int[4096];

  /** By row, the least of {@link #backward}. */
  private int[] leastAfter = new int[64];

  /** The first row whose {@link #backward} is that of the present words. */
  private int backwardValid;

  private int[][] scratch = new int[2][64];

  /**
   * Starts with a hypothesis, which {@link #change} keeps up to date, and a reference; neither is
   * empty.
   *
   * @param words the hypothesis, the first {@code length} of it
   * @param symbols holds the reference in {@code [from, to)}
   */
  void start(int[] words, int length, int[] symbols, int from, int to) {
    this.words = words;
    this.length = length;
    referenceLength = to - from;
    makeRoom();
    System.arraycopy(symbols, from, reference, 1, referenceLength);
    layOut();
    for (int j = 0; j <= referenceLength; j++) {
      forward[at[0] + j] = j;
    }
    fillForward(1);
    for (int j = low[length]; j < high[length]; j++) {
      backward[at[length] + j] = referenceLength - j;
    }
    leastAfter[length] = 0;
    backwardValid = length;
  }

  private void makeRoom() {
    if (reference.length < referenceLength + 3) {
      reference = new int[2 * referenceLength + 3];
      scratch = new int[2][2 * referenceLength + 3];
    }
    if (low.length <= length) {
      low = new int[2 * length + 1];
      high = new int[2 * length + 1];
      at = new int[2 * length + 1];
      leastAfter = new int[2 * length + 1];
    }
  }

  /** Places the beam, with cells that are never reached beside each row. */
  private void layOut() {
    double ratio = (double) referenceLength / length;
    int beam = BEAM < ratio / 2 ? (int) Math.ceil(ratio / 2 + BEAM) : BEAM;
    low[0] = 0;
    high[0] = referenceLength + 1;
    for (int i = 1; i <= length; i++) {
      int diagonal = (int) Math.floor(i * ratio);
      low[i] = Math.max(0, diagonal - beam);
      high[i] = i == length ? referenceLength + 1 : Math.min(referenceLength + 1, diagonal + beam);
    }
    int cells = 0;
    for (int i = 0; i <= length; i++) {
      int before = i == 0 ? 1 : Math.max(1, low[i] - low[i - 1]);
      int after = i == length ? 1 : Math.max(1, high[i + 1] - high[i]);
      at[i] = cells + before - low[i];
      cells = Math.addExact(cells, before + high[i] - low[i] + after);
    }
    if (forward.length < cells || forward.length > LARGE) {
      int room = cells < LARGE / 2 ? 2 * cells : cells;
      forward = new int[room];
      backward = new int[room];
    }
    Arrays.fill(forward, 0, cells, FAR);
    Arrays.fill(backward, 0, cells, FAR);
  }

  /** The distance of the hypothesis as it is. */
  int distance() {
    return cell(length, referenceLength);
  }

  /** The distance of the first so many words of each side; large where the beam does not come. */
  int cell(int hypothesisWords, int referenceWords) {
    return referenceWords < low[hypothesisWords] || referenceWords >= high[hypothesisWords]
        ? FAR
        : forward[at[hypothesisWords] + referenceWords];
  }

  /** Whether a word of the hypothesis equals one of the reference, both counted from 0. */
  boolean isSame(int hypothesisWord, int referenceWord) {
    return words[hypothesisWord] == reference[referenceWord + 1];
  }

  int length() {
    return length;
  }

  int referenceLength() {
    return referenceLength;
  }

  /**
   * The distance if the words in {@code [first, last)} were those of {@code changed}, or any number
   * above {@code most} if it is above that.
   */
  int distance(int[] changed, int first, int last, int most) {
    if (first >= last) {
      return distance();
    }
    while (backwardValid > last) {
      fillBackward(--backwardValid);
    }
    // A path through column i + d of row i costs at least |d| + |longer - d|.
    int longer = referenceLength - length;
    int spare = (most - Math.abs(longer)) >> 1;
    int lowest = Math.min(0, longer) - spare;
    int highest = Math.max(0, longer) + spare;
    int mostBefore = most - leastAfter[last];
    int[] above = forward;
    int aboveAt = at[first];
    int end = 0;
    for (int i = first + 1; i <= last; i++) {
      int[] row = scratch[i & 1];
      int start = Math.max(low[i], i + lowest);
      int endAbove = end;
      end = Math.min(high[i], i + highest + 1);
      if (i > first + 1 && end > endAbove) {
        Arrays.fill(above, 1 + endAbove, 1 + end, FAR);
      }
      row[start] = FAR;
      // Without any column, the least is FAR, too.
      if (fillRow(above, aboveAt, row, 1, start, end, changed[i - 1]) > mostBefore) {
        return FAR;
      }
      above = row;
      aboveAt = 1;
    }
    int least = FAR;
    int after = at[last];
    for (int j = Math.max(low[last], last + lowest); j < end; j++) {
      least = Math.min(least, above[1 + j] + backward[after + j]);
    }
    return least;
  }

  /** Takes over the words in {@code [first, last)}. */
  void change(int[] changed, int first, int last) {
    System.arraycopy(changed, first, words, first, last - first);
    fillForward(first + 1);
    backwardValid = Math.max(backwardValid, last);
  }

  private void fillForward(int from) {
    for (int i = from; i <= length; i++) {
      fillRow(forward, at[i - 1], forward, at[i], low[i], high[i], words[i - 1]);
    }
  }

  /** Fills the columns in {@code [start, end)} of a row and returns the least. */
  private int fillRow(
      int[] above, int aboveAt, int[] row, int rowAt, int start, int end, int word) {
    int diagonal = above[aboveAt + start - 1];
    int left = FAR;
    int least = FAR;
    for (int j = start; j < end; j++) {
      int up = above[aboveAt + j];
      int same = reference[j] == word ? diagonal : diagonal + 1;
      left = Math.min(Math.min(same, up + 1), left + 1);
      least = Math.min(least, left);
      row[rowAt + j] = left;
      diagonal = up;
    }
    return least;
  }

  private void fillBackward(int i) {
    int word = words[i];
    int row = at[i];
    int below = at[i + 1];
    int right = FAR;
    int least = FAR;
    int diagonal = backward[below + high[i]];
    for (int j = high[i] - 1; j >= low[i]; j--) {
      int down = backward[below + j];
      // The last column has no word after it; its diagonal is never reached anyway.
      int same = reference[j + 1] == word ? diagonal : diagonal + 1;
      right = Math.min(Math.min(same, down + 1), right + 1);
      least = Math.min(least, right);
      backward[row + j] = right;
      diagonal = down;
    }
    leastAfter[i] = least;
  }
}
