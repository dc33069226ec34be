package org.shoestring.metric;

import java.util.List;
import org.shoestring.metric.numbers.NumberPairs;

/** A metric of pairs of numbers, whose score needs all of them, or their order. */
public non-sealed interface PairMetric extends Metric {

  /** The columns of the pair. */
  List<String> PAIR = List.of("reference", "hypothesis");

  /**
   * The numbers of one segment: that of the reference, and that of the hypothesis.
   *
   * @throws org.shoestring.bytes.BadDataException for text that is not what the metric reads
   */
  double[] measure(Segment segment);

  /**
   * The score of any number of pairs; several threads may ask for scores at the same time.
   *
   * @param references how many references each segment had
   * @throws org.shoestring.bytes.BadDataException if the score is not defined, as that of constant
   *     numbers
   */
  Score score(NumberPairs pairs, int references);

  @Override
  default List<String> statistics() {
    return PAIR;
  }
}
