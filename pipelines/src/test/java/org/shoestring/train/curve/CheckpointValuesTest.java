package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.shoestring.train.measure.Measurement;

/** Which values belong to a checkpoint. */
class CheckpointValuesTest {
  private static final double NAN = Double.NaN;

  private static CheckpointValues.Search atStep(int attempt, long step) {
    return new CheckpointValues.Search(
        new CheckpointMoment(attempt, OptionalLong.of(step), Instant.EPOCH));
  }

  private static CheckpointValues.Search atMillis(int attempt, long millis) {
    return new CheckpointValues.Search(
        new CheckpointMoment(attempt, OptionalLong.empty(), Instant.ofEpochMilli(millis)));
  }

  private static CurvePoint point(
      int attempt, long step, String metric, double value, long millis) {
    return new CurvePoint(attempt, new Measurement(step, metric, value), millis);
  }

  private static CheckpointValues found(CheckpointValues.Search search, CurvePoint... points) {
    for (CurvePoint point : points) {
      search.add(point);
    }
    return search.found();
  }

  @Test
  void step_isTold_valuesOfItCountWheneverTheyWerePrinted() {
    CheckpointValues found =
        found(
            atStep(1, 100),
            point(1, 99, "loss", 3, 0),
            point(1, 100, "loss", 2.5, 0),
            point(1, 110, "loss", NAN, 1),
            point(1, 100, "bleu", 18, 5_000_000));
    assertThat(found.values()).isEqualTo(Map.of("loss", 2.5, "bleu", 18.0));
    assertThat(found.value("bleu")).hasValue(18);
    assertThat(found.value("chrf")).isEmpty();
    assertThat(found.hasBadLoss()).isFalse();
  }

  @Test
  void step_withoutLossOfItsOwn_theOneBeforeIsLookedAt() {
    CheckpointValues found =
        found(
            atStep(1, 105),
            point(1, 90, "Train_Loss", 2, 0),
            point(1, 100, "Train_Loss", Double.POSITIVE_INFINITY, 0),
            point(1, 110, "Train_Loss", 2, 0));
    assertThat(found.values()).isEmpty();
    assertThat(found.badLoss()).hasValue("Train_Loss");
  }

  @Test
  void step_notTold_newestValuesBeforeItWasCompleteCount() {
    CheckpointValues found =
        found(
            atMillis(1, 1000),
            point(1, 1, "loss", 3, 500),
            point(1, 1, "bleu", 10, 600),
            point(1, 2, "loss", 2, 1000),
            point(1, 3, "loss", NAN, 1001),
            point(1, 4, "loss", 1, 400)); // The clock was set back.
    assertThat(found.values()).isEqualTo(Map.of("loss", 2.0, "bleu", 10.0));
    assertThat(found.hasBadLoss()).isFalse();
  }

  @Test
  void badLoss_onlyMetricsNamedLoss_count() {
    CheckpointValues found =
        found(atMillis(1, 9), point(1, 1, "grad-norm", NAN, 0), point(1, 1, "loss", 2, 0));
    assertThat(found.hasBadLoss()).isFalse();
    assertThat(found(atMillis(1, 9), point(1, 1, "dev/loss", NAN, 0)).hasBadLoss()).isTrue();
  }

  @Test
  void earlierAttempt_countsUntilALaterOneBeganThere() {
    CurvePoint[] points = {
      point(1, 100, "loss", 2.5, 50_000),
      point(1, 100, "bleu", 18, 60_000),
      point(1, 200, "loss", NAN, 70_000),
      point(2, 110, "loss", 2.25, 10), // On a machine whose clock is late.
      point(2, 200, "loss", 2, 20),
      point(3, 100, "loss", 9, 30)
    };
    assertThat(found(atStep(2, 100), points).values()).isEqualTo(Map.of("loss", 2.5, "bleu", 18.0));
    assertThat(found(atStep(2, 200), points).values()).isEqualTo(Map.of("loss", 2.0));
    assertThat(found(atStep(1, 200), points).hasBadLoss()).isTrue();
    assertThat(found(atStep(3, 100), points).values()).isEqualTo(Map.of("loss", 9.0));
    assertThat(found(atMillis(2, 15), points).values())
        .isEqualTo(Map.of("loss", 2.25, "bleu", 18.0));
  }
}
