package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.train.curve.CurveFixture.print;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;

/** What was measured between the last piece and a checkpoint, when the machine dies. */
@Timeout(30)
class CurveTailTest {
  private static final String NEWEST = "000001/_newest.tsv";

  /** After the first piece, none for a day. */
  private static final PieceSchedule RARELY =
      new PieceSchedule(Duration.ofDays(1), 1, Duration.ofDays(1));

  private final ObjectStore store;
  private final CurveFixture curve;

  CurveTailTest(@TempDir Path folder) {
    this.store = Stores.withoutOptions().at(folder.toString());
    this.curve = new CurveFixture(store);
  }

  /** Leaves attempt 1 as a machine does that dies after a checkpoint at step 3. */
  private void killAfterStep3() throws IOException {
    String newest;
    try (CurveWriter writer = curve.writer(1, RARELY)) {
      print(writer, "1 loss 9");
      writer.flush();
      awaitNewest("newest\t1\t");
      print(writer, "2 loss 8", "3 loss nan", "3 dev-loss 7");
      writer.flush();
      awaitNewest("newest\t3\t");
      newest = curve.text(NEWEST);
      assertThat(curve.names()).containsExactly("000001/000001.tsv", NEWEST);
    }
    store.delete(curve.place.piece(1, 2));
    replaceNewest(newest);
  }

  private void replaceNewest(String text) throws IOException {
    store.replace(curve.place.newest(1), text.getBytes(StandardCharsets.UTF_8));
  }

  private void awaitNewest(String text) throws IOException {
    while (!curve.names().contains(NEWEST) || !curve.text(NEWEST).contains(text)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void flush_soonAfterAPiece_storesTheRestBesideIt() throws Exception {
    killAfterStep3();

    assertThat(curve.text(NEWEST).lines().dropWhile(line -> !line.startsWith("next")))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("next\t2"),
            line -> assertThat(line).matches("1\t2\tloss\t8\\.0\t[0-9.]+"),
            line -> assertThat(line).matches("1\t3\tloss\tnan\t[0-9.]+"),
            line -> assertThat(line).startsWith("1\t3\tdev-loss\t7.0\t"));
    CurveSummary summary = CurveReader.of(curve.place).end().summary().orElseThrow();
    assertThat(summary.step()).isEqualTo(3);
  }

  @Test
  void awaitStored_whetherOrNotThereIsAPiece_allIsThereThen() throws Exception {
    try (CurveWriter writer = curve.writer(1, RARELY)) {
      writer.awaitStored(); // Nothing was measured.
      print(writer, "1 loss 9");
      writer.awaitStored();
      assertThat(curve.points()).containsExactly("1 1 loss 9.0");
      print(writer, "2 loss 8", "3 loss 7");
      writer.awaitStored();
      assertThat(curve.points()).containsExactly("1 1 loss 9.0", "1 2 loss 8.0", "1 3 loss 7.0");
      writer.awaitStored(); // Nothing was measured since.
    }
    assertThat(curve.names()).hasSize(3);
  }

  @Test
  void read_earlierAttemptWasKilled_hasNoGap() throws Exception {
    killAfterStep3();

    curve.write(2, "4 loss 7");

    assertThat(curve.points())
        .containsExactly(
            "1 1 loss 9.0", "1 2 loss 8.0", "1 3 loss NaN", "1 3 dev-loss 7.0", "2 4 loss 7.0");
  }

  /** Else the one that continues would trust a checkpoint whose loss is no number. */
  @Test
  void values_checkpointOfAKilledAttempt_areKnown() throws Exception {
    killAfterStep3();

    CheckpointMoment third = new CheckpointMoment(1, OptionalLong.of(3), Instant.now());

    CheckpointValues values = CurveReader.of(curve.place).values(List.of(third)).get(0);
    assertThat(values.hasBadLoss()).isTrue();
    assertThat(values.values().toString()).contains("dev-loss");
  }

  @Test
  void read_pieceWasMadeAfterAll_hasItOnce() throws Exception {
    killAfterStep3();
    String newest = curve.text(NEWEST);
    String points = newest.substring(newest.indexOf("\n1\t") + 1);
    store.create(curve.place.piece(1, 2), points.getBytes(StandardCharsets.UTF_8));

    assertThat(curve.points())
        .containsExactly("1 1 loss 9.0", "1 2 loss 8.0", "1 3 loss NaN", "1 3 dev-loss 7.0");
  }

  @Test
  void read_damaged_tellsFileAndLine() throws Exception {
    killAfterStep3();
    replaceNewest(curve.text(NEWEST).replace("next\t2", "next\tx"));

    assertThatThrownBy(curve::points)
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("_newest.tsv:")
        .hasMessageContaining(CurvePlace.CURE);
  }
}
