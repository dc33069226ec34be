package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Decimals;
import org.shoestring.store.Stores;
import org.shoestring.table.record.FactLine;
import org.shoestring.train.measure.Measurement;

/** Curves of several attempts. */
class CurveReaderTest {
  @TempDir Path folder = Path.of("");
  private CurveFixture curve;

  @BeforeEach
  void open() {
    curve = new CurveFixture(Stores.withoutOptions().at(folder.toString()));
  }

  private void piece(int attempt, int number, String text) throws Exception {
    byte[] bytes = text.replace(' ', '\t').getBytes(StandardCharsets.UTF_8);
    assertThat(curve.place.store().create(curve.place.piece(attempt, number), bytes)).isTrue();
  }

  private String summary() throws Exception {
    return CurveReader.of(curve.place)
        .end()
        .summary()
        .map(summary -> summary.attempt() + ": " + summary.text(summary.read()))
        .orElse("none");
  }

  @Property
  void line_ofAnyPoint_isThePoint(
      @ForAll double value,
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long step,
      @ForAll @LongRange(min = 0, max = 99_999_999_999_999L) long millis) {
    CurvePoint point = new CurvePoint(7, new Measurement(step, "dev/bleu@5", value), millis);
    String line = point.line();
    assertThat(CurvePoint.of(FactLine.parse(line.substring(0, line.length() - 1))))
        .isEqualTo(point);
    String[] fields = line.strip().split("\t", -1);
    assertThat(fields).hasSize(5);
    assertThat(fields[3]).isEqualTo(Decimals.repr(value));
  }

  @Test
  void forEach_noCurve_hasNoPoints() throws Exception {
    assertThat(curve.points()).isEmpty();
    assertThat(summary()).isEqualTo("none");
  }

  @Test
  void forEach_resumedAttempts_markWhatWasMadeAgain() throws Exception {
    curve.write(1, "100 loss 5", "200 loss 4", "250 loss 3.5", "300 loss 3", "400 loss nan");
    curve.write(2, "300 loss 3.5", "400 loss 2.5", "500 loss 2");
    curve.write(4, "210 loss 3.75");
    curve.write(5, "210 loss 3.7", "220 loss 3.6");

    assertThat(curve.points())
        .containsExactly(
            "1 100 loss 5.0",
            "1 200 loss 4.0",
            "1 250 loss 3.5 *",
            "1 300 loss 3.0 *",
            "1 400 loss NaN *",
            "2 300 loss 3.5 *",
            "2 400 loss 2.5 *",
            "2 500 loss 2.0 *",
            "4 210 loss 3.75 *",
            "5 210 loss 3.7",
            "5 220 loss 3.6");
  }

  @Test
  void forEach_manyPieces_comeInTheirOrder() throws Exception {
    List<String> written = new ArrayList<>();
    for (int piece = 1; piece <= 40; piece++) {
      piece(9, piece, String.format(Locale.ROOT, "9 %d loss 1.0 1000.%03d%n", piece, piece));
      written.add("9 " + piece + " loss 1.0");
    }
    assertThat(curve.points()).isEqualTo(written);
  }

  @Test
  void forEach_otherFiles_arePassedOver() throws Exception {
    curve.write(1, "1 loss 2");
    Path curves = folder.resolve(CurveFixture.PREFIX);
    Files.writeString(curves.resolve("notes.txt"), "x");
    Files.writeString(curves.resolve("000001/000001.tsv.bak"), "x");
    assertThat(curve.points()).containsExactly("1 1 loss 2.0");
  }

  @Test
  void forEach_damagedPiece_isNamedWithItsLine() throws Exception {
    piece(1, 1, "1 5 loss 2.5 1000.000\n1 6 loss 2,5 1000.000\n");
    String name = folder + "/" + CurveFixture.PREFIX + "/000001/000001.tsv";
    assertThatThrownBy(() -> curve.points())
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            name
                + ":2: '2,5' is not a number; delete it: only this part of the learning curve is"
                + " lost");
  }

  @Test
  void forEach_pieceOfAnotherAttempt_isRefused() throws Exception {
    piece(1, 1, "2 5 loss 2.5 1000.000\n");
    assertThatThrownBy(() -> curve.points())
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(":1: this is of attempt 2, in the folder of another one;");
  }

  @Test
  void summary_ofResumedAttempts_keepsWhatTheyContinue() throws Exception {
    curve.write(1, "100 loss 5", "100 bleu 10", "200 loss 4", "200 chrf 50");
    assertThat(summary()).isEqualTo("1: step 200 · loss 4 · bleu 10 · chrf 50");
    curve.write(2, "110 loss 4.5");
    assertThat(summary()).isEqualTo("2: step 110 · loss 4.5 · bleu 10");
    curve.write(3, "100 loss 6");
    assertThat(summary()).isEqualTo("3: step 100 · loss 6");
  }

  @Test
  void summary_fileOfNewestValues_isReadInsteadOfPieces() throws Exception {
    curve.write(1, "100 loss 5");
    byte[] text =
        "begin\t1\nnewest\t200\t1000.500\nspeed\t12.0\nvalue\tloss\t200\tinf\n"
            .getBytes(StandardCharsets.UTF_8);
    curve.place.store().replace(curve.place.newest(1), text);
    assertThat(summary()).isEqualTo("1: step 200 · loss inf · 12 steps/s");
    assertThat(CurveReader.of(curve.place).end().summary().orElseThrow().read())
        .isEqualTo(Instant.ofEpochMilli(1_000_500));
  }

  @Test
  void summary_killedBeforeThatFile_isThatOfThePieces() throws Exception {
    piece(1, 1, "1 5 loss 2.5 1000.000\n");
    piece(1, 2, "1 6 bleu 12.0 1001.000\n");
    assertThat(summary()).isEqualTo("1: step 6 · loss 2.5 · bleu 12");
  }

  @Test
  void summary_metricBehindOthers_isNoNewBeginning() throws Exception {
    curve.write(1, "100 loss 5", "110 loss 4", "100 bleu 10");
    assertThat(summary()).isEqualTo("1: step 110 · loss 4 · bleu 10");
    curve.write(2, "120 loss 5", "50 loss 6");
    assertThat(summary()).isEqualTo("2: step 50 · loss 6 · bleu 10");
  }

  @Test
  void values_ofSeveralCheckpoints_comeInTheirOrder() throws Exception {
    curve.write(1, "100 loss 5", "100 bleu 10", "200 loss nan");
    curve.write(2, "200 loss 4");
    CheckpointMoment second = new CheckpointMoment(2, OptionalLong.of(200), Instant.EPOCH);
    CheckpointMoment first = new CheckpointMoment(1, OptionalLong.of(100), Instant.EPOCH);
    CheckpointMoment bad = new CheckpointMoment(1, OptionalLong.of(200), Instant.EPOCH);
    List<CheckpointValues> values = CurveReader.of(curve.place).values(List.of(second, first, bad));
    assertThat(values)
        .extracting(CheckpointValues::values)
        .isEqualTo(
            List.of(
                Map.of("loss", 4.0),
                Map.of("bleu", 10.0, "loss", 5.0),
                Map.of("loss", Double.NaN)));
    assertThat(values).extracting(CheckpointValues::hasBadLoss).containsExactly(false, false, true);
  }
}
