package org.shoestring.metric.translation;

/**
 * The edits of the translation edit rate: shifts of word sequences, the best one first while one
 * helps, then the edit distance of what they leave. Which shifts are tried, and in which order they
 * rank, follows Tercom as sacreBLEU 2.6.0 does.
 */
final class TerShifts {
  private static final int MOST_WORDS = 10;
  private static final int MOST_DISTANCE = 50;
  private static final int MOST_CANDIDATES = 1000;

  private final BeamEditDistance distances = new BeamEditDistance();
  private final TerAlignment alignment = new TerAlignment();
  private int[] words = new int[64];
  private int[] shifted = new int[64];
  private int candidates;

  private int least;
  private int bestLength;
  private int bestStart;
  private int bestTarget;

  /** Where the last {@link #shift} changed words. */
  private int first;

  private int last;

  /**
   * The least number of shifts, insertions, deletions and substitutions that the search finds.
   *
   * @param symbols the words of the hypothesis up to {@code length}, those of the reference in
   *     {@code [from, to)}
   */
  int edits(int[] symbols, int length, int from, int to) {
    if (length == 0 || from == to) {
      return Math.max(length, to - from);
    }
    if (words.length < length) {
      words = new int[2 * length];
      shifted = new int[2 * length];
    }
    System.arraycopy(symbols, 0, words, 0, length);
    distances.start(words, length, symbols, from, to);
    candidates = 0;
    int shifts = 0;
    while (distances.distance() > 0 && findBest()) {
      shift(bestStart, bestLength, bestTarget);
      distances.change(shifted, first, last);
      shifts++;
    }
    return shifts + distances.distance();
  }

  /** Whether some shift helps; a search that is cut short is thrown away. */
  private boolean findBest() {
    least = distances.distance();
    bestLength = 0;
    alignment.read(distances);
    for (int start = 0; start < distances.length(); start++) {
      int end = Math.min(distances.referenceLength(), start + MOST_DISTANCE + 1);
      for (int to = Math.max(0, start - MOST_DISTANCE); to < end; to++) {
        if (distances.isSame(start, to)) {
          tryLengths(start, to);
          if (candidates >= MOST_CANDIDATES) {
            return false;
          }
        }
      }
    }
    return bestLength > 0;
  }

  private void tryLengths(int start, int to) {
    int most =
        Math.min(
            MOST_WORDS, Math.min(distances.length() - start, distances.referenceLength() - to));
    for (int length = 1;
        length <= most && distances.isSame(start + length - 1, to + length - 1);
        length++) {
      int position = alignment.position(to);
      boolean within = start <= position && position < start + length;
      if (!within && alignment.anyWrong(start, length) && alignment.anyMissed(to, length)) {
        tryTargets(start, length, to);
        if (candidates >= MOST_CANDIDATES) {
          return;
        }
      }
    }
  }

  private void tryTargets(int start, int length, int to) {
    int before = -1;
    for (int word = to - 1; word < to + length; word++) {
      int target = word < 0 ? 0 : alignment.position(word) + 1;
      if (target != before) {
        before = target;
        candidates++;
        shift(start, length, target);
        int most = isBetter(start, length, target) ? least : least - 1;
        int distance = distances.distance(shifted, first, last, most);
        if (distance <= most) {
          least = distance;
          bestLength = length;
          bestStart = start;
          bestTarget = target;
        }
      }
    }
  }

  /** Of shifts that help as much: the longest, then the first, then the one to the first place. */
  private boolean isBetter(int start, int length, int target) {
    if (bestLength == 0) {
      return false;
    }
    if (length != bestLength) {
      return length > bestLength;
    }
    return start != bestStart ? start < bestStart : target < bestTarget;
  }

  /**
   * Puts the words in {@code [first, last)} as a shift leaves them into {@link #shifted}. A target
   * inside the sequence moves it to the right by as many words as it lies after its start.
   */
  private void shift(int start, int length, int target) {
    int end = start + length;
    if (target < start) {
      first = target;
      last = end;
      System.arraycopy(words, start, shifted, target, length);
      System.arraycopy(words, target, shifted, target + length, start - target);
    } else {
      int until = target > end ? target : Math.min(distances.length(), target + length);
      first = start;
      last = target == start ? start : until;
      System.arraycopy(words, end, shifted, start, until - end);
      System.arraycopy(words, start, shifted, start + until - end, length);
    }
  }
}
