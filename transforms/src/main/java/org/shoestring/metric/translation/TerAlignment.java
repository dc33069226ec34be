package org.shoestring.metric.translation;

/**
 * Which word of a hypothesis each word of a reference stands at, and which words are wrong: read
 * off the path through a {@link BeamEditDistance} that prefers a pair of words to a word too many,
 * and that to a missing one.
 */
final class TerAlignment {
  private int[] positions = new int[64];
  private int[] wrongBefore = new int[65];
  private int[] missedBefore = new int[65];

  /** Reads the alignment of the hypothesis as it is. */
  void read(BeamEditDistance distances) {
    int i = distances.length();
    int j = distances.referenceLength();
    if (wrongBefore.length <= i) {
      wrongBefore = new int[2 * i + 1];
    }
    if (positions.length <= j) {
      positions = new int[2 * j + 1];
      missedBefore = new int[2 * j + 1];
    }
    int hypothesis = i;
    int reference = j;
    while (i > 0 || j > 0) {
      int here = distances.cell(i, j);
      boolean both = i > 0 && j > 0;
      boolean same = both && distances.isSame(i - 1, j - 1);
      if (both && here == distances.cell(i - 1, j - 1) + (same ? 0 : 1)) {
        i--;
        j--;
        positions[j] = i;
        wrongBefore[i + 1] = same ? 0 : 1;
        missedBefore[j + 1] = same ? 0 : 1;
      } else if (i > 0 && here == distances.cell(i - 1, j) + 1) {
        i--;
        wrongBefore[i + 1] = 1;
      } else {
        j--;
        positions[j] = i - 1;
        missedBefore[j + 1] = 1;
      }
    }
    addUp(wrongBefore, hypothesis);
    addUp(missedBefore, reference);
  }

  private static void addUp(int[] counts, int length) {
    counts[0] = 0;
    for (int i = 1; i <= length; i++) {
      counts[i] += counts[i - 1];
    }
  }

  /** The last word of the hypothesis up to where the reference's stands; -1 for before all. */
  int position(int referenceWord) {
    return positions[referenceWord];
  }

  /** Whether one of so many words of the hypothesis is wrong. */
  boolean anyWrong(int start, int length) {
    return wrongBefore[start + length] > wrongBefore[start];
  }

  /** Whether one of so many words of the reference is not where it belongs. */
  boolean anyMissed(int start, int length) {
    return missedBefore[start + length] > missedBefore[start];
  }
}
