package org.shoestring.metric.classes;

import java.util.Locale;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.KeyCounts;
import org.shoestring.spec.Plural;
import org.shoestring.spec.Shown;

/**
 * Tells classes that are written differently on both sides, {@code 1} and {@code positive}: all
 * scores of them would be 0, or what chance gives, and mean nothing.
 *
 * <p>A score fails only where no class at all is on both sides, and only where that can hardly be a
 * bad system's doing. One wrong segment has no label in common either, and so have some segments of
 * one label that a system answered with another one: there the answer is scikit-learn's. But where
 * each side has two or more classes, a system that knows the references' ones would have had to
 * choose several others, and never one of these. And where each side has one class alone, ten times
 * or more, the class is either written differently, or it is not worth a score that a system never
 * gets it right. A side without any class (no entities found) is no error.
 */
public final class LabelOverlap {
  /** That of labels. */
  public static final LabelOverlap LABELS =
      new LabelOverlap(
          "label",
          "write the labels of both sides in the same way (the metric confusion counts which of them"
              + " come together). To compare text that is no labels, use the metric exact-match");

  private static final int FEW = 10;

  private final String noun;
  private final String cure;

  /**
   * Of classes.
   *
   * @param noun what a class is called
   * @param cure what the user can do
   */
  public LabelOverlap(String noun, String cure) {
    this.noun = noun;
    this.cure = cure;
  }

  /**
   * Checks the {@link ClassCounts} of all segments.
   *
   * @throws BadDataException if both sides surely write classes differently
   */
  public void check(KeyCounts totals) {
    String hypothesis = "";
    String reference = "";
    int ofHypotheses = 0;
    int ofReferences = 0;
    for (String label : totals.keys()) {
      boolean isPredicted = totals.get(label, ClassCounts.PREDICTED) > 0;
      boolean isInReference = totals.get(label, ClassCounts.REFERENCE) > 0;
      if (isPredicted && isInReference) {
        return;
      }
      if (isPredicted && ofHypotheses++ == 0) {
        hypothesis = label;
      }
      if (isInReference && ofReferences++ == 0) {
        reference = label;
      }
    }
    double fewer =
        Math.min(totals.total(ClassCounts.PREDICTED), totals.total(ClassCounts.REFERENCE));
    if (fewer >= FEW || Math.min(ofHypotheses, ofReferences) > 1) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "the hypotheses have %s (%s, for example), and the references %s (%s, for example),"
                  + " but none is on both sides; %s",
              Plural.of(ofHypotheses, noun),
              Shown.quoted(hypothesis),
              Plural.of(ofReferences, noun),
              Shown.quoted(reference),
              cure));
    }
  }
}
