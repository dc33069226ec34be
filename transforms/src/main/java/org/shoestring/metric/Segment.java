package org.shoestring.metric;

import java.util.List;

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
}
