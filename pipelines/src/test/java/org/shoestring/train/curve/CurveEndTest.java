package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.train.curve.CurveFixture.PREFIX;
import static org.shoestring.train.curve.CurveFixture.print;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.StoredObject;

/** What is known of a curve without reading all of it. */
@Timeout(60)
class CurveEndTest {
  /** A piece whenever one is asked for. */
  private static final PieceSchedule ASKED =
      new PieceSchedule(Duration.ofNanos(6), 1, Duration.ofDays(1));

  private static final PieceSchedule RARELY = CurveFixture.NONE;

  private final Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  CurveEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A place whose requests to read are noted. */
  private CurveFixture curve(String name) {
    return new CurveFixture(
        new ForwardingStore(new LocalStore(folder.resolve(name))) {
          @Override
          public InputStream open(String object) throws IOException {
            requests.add(object.substring(PREFIX.length() + 1));
            return super.open(object);
          }

          @Override
          public List<StoredObject> list(String prefix) throws IOException {
            requests.add("list");
            return super.list(prefix);
          }
        });
  }

  private static CurveEnd end(CurveFixture curve) {
    return CurveReader.of(curve.place).end();
  }

  private static CurveMoments at(int attempt) {
    return step -> new CheckpointMoment(attempt, OptionalLong.of(step), Instant.MAX);
  }

  private interface CurveMoments {
    CheckpointMoment step(long step);
  }

  /** An attempt with a piece for each line. */
  private static void writePieces(CurveFixture curve, int attempt, String... lines)
      throws Exception {
    try (CurveWriter writer = curve.writer(attempt, ASKED)) {
      for (String line : lines) {
        print(writer, line);
        writer.awaitStored();
      }
    }
  }

  @Test
  void hasBadLoss_longCurve_readsWhatCameAfterTheCheckpoint() throws Exception {
    CurveFixture curve = curve("a");
    writePieces(curve, 1, "1 loss 9", "2 loss 8");
    String[] lines = new String[20];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = (i + 3) + " loss 7";
    }
    writePieces(curve, 2, lines);
    requests.clear();

    CurveEnd end = end(curve);
    assertThat(end.summary().orElseThrow().step()).isEqualTo(22);
    assertThat(end.hasBadLoss(at(2).step(22))).isFalse();
    assertThat(requests)
        .containsExactlyInAnyOrder("list", "000001/_newest.tsv", "000002/_newest.tsv");

    assertThat(end.hasBadLoss(at(2).step(20))).isFalse();
    assertThat(requests.subList(3, requests.size()))
        .containsExactly("000002/000020.tsv", "000002/000019.tsv", "000002/000018.tsv");
  }

  @Test
  void hasBadLoss_measuredAfterTheCheckpointOfItsStep_isKnown() throws Exception {
    CurveFixture curve = curve("a");
    writePieces(curve, 1, "1 loss 9", "2 dev-loss nan", "2 loss 8", "3 loss 7", "3 dev-loss 6");

    assertThat(end(curve).hasBadLoss(at(1).step(1))).isFalse();
    assertThat(end(curve).hasBadLoss(at(1).step(2))).isTrue();
    assertThat(end(curve).hasBadLoss(at(1).step(3))).isFalse();
  }

  @Test
  void hasBadLoss_noCurve_isNot() throws Exception {
    assertThat(end(curve("a")).summary()).isEmpty();
    assertThat(end(curve("a")).hasBadLoss(at(1).step(3))).isFalse();
  }

  /** Leaves an attempt as its machine does when it dies, or as it does when it ends. */
  private static void attempt(CurveFixture curve, int attempt, Random random) throws Exception {
    boolean isKilled = random.nextBoolean();
    String newest = "";
    int pieces = 0;
    long step = random.nextInt(5);
    try (CurveWriter writer = curve.writer(attempt, random.nextBoolean() ? ASKED : RARELY)) {
      for (int i = random.nextInt(8); i > 0; i--) {
        step = Math.max(0, step + random.nextInt(4) - (random.nextInt(8) == 0 ? 4 : 0));
        String metric = List.of("loss", "dev-loss", "bleu").get(random.nextInt(3));
        print(writer, step + " " + metric + " " + (random.nextInt(3) == 0 ? "nan" : "1"));
        if (random.nextInt(3) > 0) {
          writer.awaitStored();
          newest = curve.text(curve.place.newest(attempt).substring(PREFIX.length() + 1));
          pieces = pieces(curve, attempt);
        }
      }
    }
    if (isKilled && pieces > 0) {
      for (int later = pieces(curve, attempt); later > pieces; later--) {
        curve.place.store().delete(curve.place.piece(attempt, later));
      }
      curve
          .place
          .store()
          .replace(curve.place.newest(attempt), newest.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static int pieces(CurveFixture curve, int attempt) throws IOException {
    return Objects.requireNonNull(curve.place.pieces().get(attempt)).size();
  }

  @Test
  void hasBadLoss_anyCurve_isWhatTheWholeCurveTells() throws Exception {
    Random random = new Random(11);
    int bad = 0;
    for (int i = 0; i < 60; i++) {
      CurveFixture curve = curve("case" + i);
      int attempts = 1 + random.nextInt(3);
      for (int attempt = 1; attempt <= attempts; attempt++) {
        attempt(curve, attempt, random);
      }
      for (int attempt = 1; attempt <= attempts; attempt++) {
        for (int step = 0; step <= 12; step += 3) {
          CheckpointMoment moment = at(attempt).step(step);
          boolean expected =
              CurveReader.of(curve.place).values(List.of(moment)).get(0).hasBadLoss();
          assertThat(end(curve).hasBadLoss(moment))
              .as("case %s, attempt %s, step %s: %s", i, attempt, step, curve.points())
              .isEqualTo(expected);
          bad += expected ? 1 : 0;
        }
      }
    }
    assertThat(bad).isGreaterThan(20);
  }
}
