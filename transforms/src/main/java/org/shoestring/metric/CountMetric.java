package org.shoestring.metric;

import java.util.List;

/**
 * A metric whose score is a function of counts by key, where keys are found in the segments: a
 * label's number of hypotheses, say.
 */
public non-sealed interface CountMetric extends Metric {

  /** How many counts each key has. */
  int counts();

  /**
   * Adds those of one segment.
   *
   * @throws org.shoestring.bytes.BadDataException for text that is not what the metric reads
   */
  void measure(Segment segment, KeyCounts counts);

  /**
   * Fails if the counts of a whole text tell that it is not the one that was meant. A resample of
   * the segments is not checked.
   *
   * @throws org.shoestring.bytes.BadDataException as where labels of both sides never are the same
   */
  default void check(KeyCounts totals) {}

  /**
   * The scores of any number of segments, one or more; by key where the metric says so.
   *
   * @param totals of all segments
   * @param references how many references each segment had
   * @throws org.shoestring.bytes.BadDataException if the score is not defined, as kappa where there
   *     is only one label
   */
  List<Score> scores(KeyCounts totals, int references);

  /** One column: all keys of the segment with their counts. */
  @Override
  default List<String> statistics() {
    return List.of("counts");
  }
}
