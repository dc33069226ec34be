package org.shoestring.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.numbers.NumberPairs;
import org.shoestring.metric.numbers.SpilledPairs;
import org.shoestring.metric.numbers.WeightedPairs;
import org.shoestring.spec.Spec;

/** A resample by weights scores as the pairs that it draws, each written as often as drawn. */
class PairMetricWeightsTest {
  private static final Path FOLDER = Path.of("target", "pairs");

  @Property(tries = 200)
  void score_weights_isThatOfRepeatedPairs(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 9) int levels) {
    int[] weights = random.ints(size, 0, 4).toArray();
    try (SpilledPairs pairs = new SpilledPairs(FOLDER);
        SpilledPairs repeated = new SpilledPairs(FOLDER)) {
      for (int weight : weights) {
        double reference = random.nextInt(2);
        double hypothesis = random.nextInt(levels) / 3.0;
        pairs.add(reference, hypothesis);
        for (int i = 0; i < weight; i++) {
          repeated.add(reference, hypothesis);
        }
      }
      NumberPairs resample = WeightedPairs.of(pairs).withWeights(weights);
      for (String spec :
          List.of(
              "auc", "average-precision", "pearson", "spearman", "kendall", "kendall:variant=c")) {
        assertSame((PairMetric) MetricCatalog.bind(Spec.parse("test", spec)), resample, repeated);
      }
    }
  }

  private static void assertSame(PairMetric metric, NumberPairs resample, NumberPairs repeated) {
    Throwable thrown = catchThrowable(() -> metric.score(repeated, 1));
    if (thrown == null) {
      Score expected = metric.score(repeated, 1);
      Score score = metric.score(resample, 1);
      assertThat(score.value()).isCloseTo(expected.value(), within(1e-15));
      assertThat(score.details()).isEqualTo(expected.details());
    } else {
      assertThat(thrown).isInstanceOf(BadDataException.class);
      assertThat(catchThrowable(() -> metric.score(resample, 1)))
          .isInstanceOf(BadDataException.class)
          .hasMessage(thrown.getMessage());
    }
  }
}
