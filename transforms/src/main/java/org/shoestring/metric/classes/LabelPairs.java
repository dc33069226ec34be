package org.shoestring.metric.classes;

import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Segment;
import org.shoestring.spec.Shown;

/**
 * Counts of pairs of labels, that of the reference, which is chosen as in {@link LabelMetric}, and
 * that of the hypothesis: for metrics that need to know which label was taken for which.
 */
public final class LabelPairs {
  private static final char BETWEEN = '\t';

  private LabelPairs() {}

  /**
   * Adds the pair of a segment.
   *
   * @throws BadDataException if a label has a tab, which no field of a table has
   */
  public static void measure(Segment segment, KeyCounts pairs) {
    pairs.add(key(LabelMetric.reference(segment), segment.hypothesis()), 0, 1);
  }

  private static String key(String reference, String hypothesis) {
    String key = reference + BETWEEN + hypothesis;
    if (key.indexOf(BETWEEN) != key.lastIndexOf(BETWEEN)) {
      throw new BadDataException(
          "labels cannot have tabs, but the pair of reference and hypothesis is "
              + Shown.quoted(reference)
              + " and "
              + Shown.quoted(hypothesis)
              + "; remove the tabs");
    }
    return key;
  }

  /** What takes a pair of labels and its count. */
  public interface PairConsumer {
    void accept(String reference, String hypothesis, double count);
  }

  /** All pairs, sorted. */
  public static void forEach(KeyCounts pairs, PairConsumer consumer) {
    for (String pair : pairs.keys()) {
      int tab = pair.indexOf(BETWEEN);
      consumer.accept(pair.substring(0, tab), pair.substring(tab + 1), pairs.get(pair, 0));
    }
  }

  /** How often a label of the references is one of the hypotheses. */
  public static double get(KeyCounts pairs, String reference, String hypothesis) {
    return pairs.get(reference + BETWEEN + hypothesis, 0);
  }

  /** The {@link ClassCounts} of the labels. */
  public static KeyCounts classes(KeyCounts pairs) {
    KeyCounts classes = new KeyCounts(ClassCounts.SIZE);
    forEach(
        pairs,
        (reference, hypothesis, count) -> {
          classes.add(reference, ClassCounts.REFERENCE, count);
          classes.add(hypothesis, ClassCounts.PREDICTED, count);
          if (reference.equals(hypothesis)) {
            classes.add(reference, ClassCounts.CORRECT, count);
          }
        });
    return classes;
  }
}
