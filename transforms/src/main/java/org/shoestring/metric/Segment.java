package org.shoestring.metric;

import java.util.List;
import org.shoestring.spec.UsageException;

/**
 * What one line of a system's output is compared with.
 *
 * @param references at least one
 */
public record Segment(String hypothesis, List<String> references) {
  public Segment {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("a segment needs one or more references, but has none");
    }
  }

  /**
   * The reference, for a metric that has no rule for several.
   *
   * @param metric its name, for the message
   * @throws UsageException if there are several
   */
  public String onlyReference(String metric) {
    if (references.size() > 1) {
      throw new UsageException(
          "metric '"
              + metric
              + "' compares a text with one reference, but "
              + references.size()
              + " are given; score against each of them on its own");
    }
    return references.get(0);
  }
}
