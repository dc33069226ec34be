package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.shoestring.train.measure.Measurement;

/** What is kept of many points. */
class PointBufferTest {
  private static final int LIMIT = 40;

  private final PointBuffer buffer = new PointBuffer(LIMIT);

  private static CurvePoint point(long step, String metric, double value) {
    return new CurvePoint(1, new Measurement(step, metric, value), 0);
  }

  private List<Long> steps(String metric) {
    return buffer.points().stream()
        .filter(point -> point.metric().equals(metric))
        .map(CurvePoint::step)
        .toList();
  }

  @Test
  void add_asManyAsTheLimit_allAreKeptInOrder() {
    for (int i = 0; i < LIMIT / 2; i++) {
      buffer.add(point(7, "loss", i));
      buffer.add(point(3, "lr", i));
    }
    assertThat(buffer.points()).hasSize(LIMIT);
    assertThat(buffer.points().get(3)).isEqualTo(point(3, "lr", 1));
    assertThat(buffer.thinned()).isEmpty();
  }

  @Test
  void add_more_theLargeMetricKeepsRoundStepsAndTheOthersAll() {
    for (long step = 1; step <= 203; step++) {
      buffer.add(point(step, "loss", step == 77 || step == 78 ? Double.NaN : 1));
      if (step % 50 == 3) {
        buffer.add(point(step, "bleu", 1));
      }
    }
    assertThat(steps("loss"))
        .containsExactly(
            10L, 20L, 30L, 40L, 50L, 60L, 70L, 77L, 80L, 90L, 100L, 110L, 120L, 130L, 140L, 150L,
            160L, 170L, 180L, 190L, 200L, 203L);
    assertThat(steps("bleu")).containsExactly(3L, 53L, 103L, 153L, 203L);
    assertThat(buffer.thinned()).containsExactly("loss");
  }

  @Test
  void add_oneStepAgainAndAgain_keepsTheNewest() {
    for (int i = 0; i < 10_000; i++) {
      buffer.add(point(0, "loss", i));
    }
    assertThat(buffer.points().size()).isLessThanOrEqualTo(LIMIT);
    assertThat(buffer.points().get(buffer.points().size() - 1)).isEqualTo(point(0, "loss", 9999));
  }

  @Test
  void add_metricsWithoutNumber_onlyTheFirstOnes() {
    PointBuffer large = new PointBuffer(4_000);
    List<Boolean> added =
        LongStream.range(0, PointBuffer.METRICS + 2)
            .mapToObj(i -> large.add(point(i, "m" + i, 0)))
            .toList();
    assertThat(added.subList(PointBuffer.METRICS - 1, PointBuffer.METRICS + 2))
        .containsExactly(true, false, false);
    assertThat(large.add(point(1, "m1", 0))).isTrue();
    assertThat(large.metrics()).hasSize(PointBuffer.METRICS);
  }

  @Test
  void add_oneMetric_keepsTheStepsThatADivisorHas() {
    for (long step = 0; step <= 3000; step++) {
      buffer.add(point(step, "loss", 1));
    }
    assertThat(steps("loss")).containsExactly(0L, 500L, 1000L, 1500L, 2000L, 2500L, 3000L);
    for (long step = 3001; step <= 30_001; step++) {
      buffer.add(point(step, "loss", 1));
    }
    assertThat(steps("loss"))
        .containsExactly(0L, 5000L, 10_000L, 15_000L, 20_000L, 25_000L, 30_000L, 30_001L);
  }

  @Test
  void add_manyMetricsOfFewPoints_leaveTheirShareToTheLargeOne() {
    for (long step = 1; step <= 40; step++) {
      buffer.add(point(step, "loss", 1));
      if (step <= 8) {
        buffer.add(point(step, "m" + step, 1));
      }
    }
    assertThat(steps("loss")).containsExactly(10L, 20L, 30L, 40L);
    assertThat(steps("m7")).containsExactly(7L);
  }

  @Property(tries = 200)
  void add_anyPoints_fewAreKeptAndTheNewestAndBadOnesAmongThem(
      @ForAll @Size(max = 2000) List<@LongRange(min = 0, max = 999_999_999_999_999L) Long> steps,
      @ForAll @IntRange(min = 1, max = 30) int metrics) {
    PointBuffer some = new PointBuffer(LIMIT);
    CurvePoint bad = point(13, "metric0", Double.NaN);
    some.add(bad);
    CurvePoint last = bad;
    for (int i = 0; i < steps.size(); i++) {
      last = point(steps.get(i), "metric" + i % metrics, i);
      some.add(last);
    }
    assertThat(some.points()).contains(bad, last);
    assertThat(some.points().size()).isLessThanOrEqualTo(LIMIT + 2 * metrics);
  }
}
