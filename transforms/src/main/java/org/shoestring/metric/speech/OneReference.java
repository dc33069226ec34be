package org.shoestring.metric.speech;

import org.shoestring.metric.Segment;
import org.shoestring.spec.UsageException;

/** The reference of a segment, for metrics that have no rule for several. */
final class OneReference {

  private OneReference() {}

  /**
   * The one reference.
   *
   * @throws UsageException if there are several
   */
  static String of(String metric, Segment segment) {
    int references = segment.references().size();
    if (references > 1) {
      throw new UsageException(
          "metric '"
              + metric
              + "' compares a text with one reference, but "
              + references
              + " are given; score against each of them on its own");
    }
    return segment.references().get(0);
  }
}
