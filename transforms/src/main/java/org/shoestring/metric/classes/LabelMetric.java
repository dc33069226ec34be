package org.shoestring.metric.classes;

import org.shoestring.metric.CountMetric;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Segment;

/**
 * A metric of labels that needs three counts of each: how many hypotheses with the label are
 * correct, how many hypotheses have it, and how many references. A label is a whole line, character
 * for character; the empty one is a label, too. With several references any of them will do: the
 * one that counts is the one that the hypothesis equals, else the first.
 *
 * <p>Fails if both sides have no label in common (see {@link LabelOverlap}).
 */
public abstract class LabelMetric implements CountMetric {

  @Override
  public final int counts() {
    return ClassCounts.SIZE;
  }

  @Override
  public final void measure(Segment segment, KeyCounts counts) {
    String hypothesis = segment.hypothesis();
    String reference = reference(segment);
    counts.add(hypothesis, ClassCounts.PREDICTED, 1);
    counts.add(reference, ClassCounts.REFERENCE, 1);
    if (reference.equals(hypothesis)) {
      counts.add(reference, ClassCounts.CORRECT, 1);
    }
  }

  @Override
  public final void check(KeyCounts totals) {
    LabelOverlap.LABELS.check(totals);
  }

  /** The reference that counts. */
  static String reference(Segment segment) {
    return segment.references().contains(segment.hypothesis())
        ? segment.hypothesis()
        : segment.references().get(0);
  }
}
