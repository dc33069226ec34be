package org.shoestring.train.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.Decimals;

/** Measurements in what commands print, as it comes in bytes. */
class MeasurementParserTest {
  private final List<String> remarks = new ArrayList<>();

  private List<Measurement> read(MetricFormat format, String... chunks) {
    List<byte[]> bytes =
        Arrays.stream(chunks).map(chunk -> chunk.getBytes(StandardCharsets.UTF_8)).toList();
    return read(format, bytes);
  }

  private List<Measurement> read(MetricFormat format, List<byte[]> chunks) {
    List<Measurement> found = new ArrayList<>();
    MeasurementParser parser = new MeasurementParser(format, found::add, remarks::add);
    for (byte[] chunk : chunks) {
      byte[] reused = Arrays.copyOf(chunk, chunk.length + 3);
      parser.take(reused, chunk.length);
      Arrays.fill(reused, (byte) '\n');
    }
    return found;
  }

  private List<Measurement> matching(List<String> expressions, String... chunks) {
    return read(MetricFormat.matching("e.yaml:7: metrics", expressions), chunks);
  }

  private static Measurement at(long step, String metric, double value) {
    return new Measurement(step, metric, value);
  }

  @Property
  void lines_ofMeasurements_areThem(@ForAll("measurements") List<Measurement> all) {
    StringBuilder text = new StringBuilder();
    for (Measurement one : all) {
      text.append(one.step()).append('\t').append(one.metric()).append('\t');
      text.append(Decimals.repr(one.value())).append('\n');
    }
    assertThat(read(MetricFormat.TSV, text.toString())).isEqualTo(all);
  }

  @Property
  void chunks_cutAnywhere_giveTheSame(
      @ForAll("measurements") List<Measurement> all, @ForAll byte[] noise, @ForAll long seed) {
    Random random = new Random(seed);
    java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
    for (Measurement one : all) {
      String line = one.step() + "\t" + one.metric() + "\t" + one.value();
      text.writeBytes(line.getBytes(StandardCharsets.UTF_8));
      text.writeBytes(random.nextBoolean() ? new byte[] {'\r', '\n'} : new byte[] {'\n'});
      text.writeBytes(Arrays.copyOf(noise, random.nextInt(noise.length + 1)));
      text.write(random.nextBoolean() ? '\n' : '\r');
    }
    byte[] bytes = text.toByteArray();
    List<byte[]> chunks = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = at + 1 + random.nextInt(Math.min(20, bytes.length - at));
      chunks.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    List<Measurement> whole = read(MetricFormat.TSV, List.of(bytes));

    assertThat(read(MetricFormat.TSV, chunks)).isEqualTo(whole).containsAll(all);
  }

  @Provide
  Arbitrary<List<Measurement>> measurements() {
    Arbitrary<String> metrics =
        Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(Measurement::isMetric);
    return Combinators.combine(
            Arbitraries.longs().between(0, 999_999_999_999_999L),
            Arbitraries.oneOf(metrics, Arbitraries.of("loss", "dev-bleu", "train/loss", "损失")),
            Arbitraries.oneOf(
                Arbitraries.doubles(), Arbitraries.of(Double.NaN, Double.NEGATIVE_INFINITY, -0.0)))
        .as(Measurement::new)
        .list()
        .ofMaxSize(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Epoch 3", "5\tloss", "5\tloss\t2\t1", "5 loss 2.3", "-5\tloss\t2", "1.5\tloss\t2",
        "5\tdev loss\t2", "5\t\t2", "5\t7\t2", "5\tloss\ttwo", "5\tloss\t", "\tloss\t2",
        "at 5\tloss\t2", "5\tlo\\ss\t2"
      })
  void tabs_anyOtherLine_isPassedOver(String line) {
    assertThat(read(MetricFormat.TSV, line + "\n")).isEmpty();
    assertThat(remarks).isEmpty();
  }

  @Test
  void tabs_paddedFields_areRead() {
    assertThat(read(MetricFormat.TSV, "   120\tloss \t  2.5\r\n"))
        .containsExactly(at(120, "loss", 2.5));
  }

  @Test
  void tabs_behindProgressBar_areRead() {
    String bar = "\r 10%|█   | 100/1000 [00:10<01:30, 9.9it/s, loss=2]";
    assertThat(
            read(
                MetricFormat.TSV,
                bar,
                bar + "100\tloss\t2.5\n",
                bar + "\n",
                "\u001b[32m101\tloss\t2.25\u001b[0m\n",
                bar + "\r102\tloss\t2\n"))
        .containsExactly(at(100, "loss", 2.5), at(101, "loss", 2.25), at(102, "loss", 2));
  }

  @Test
  void tabs_lineWithoutEnd_isNoMeasurement() {
    assertThat(read(MetricFormat.TSV, "1\tloss\t2.5\n2\tloss\t2")) // It may have been 2.25.
        .containsExactly(at(1, "loss", 2.5));
  }

  @Test
  void tabs_bytesThatAreNotUtf8_onlyTheirLineIsPassedOver() {
    byte[] latin = "5\tmétrique\t2\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] good = "6\tmétrique\t3\n".getBytes(StandardCharsets.UTF_8);
    assertThat(read(MetricFormat.TSV, List.of(latin, good))).containsExactly(at(6, "métrique", 3));
  }

  @Test
  void lines_veryLongOnes_arePassedOverWithTheirTails() {
    String longest = " ".repeat(OutputLines.LONGEST - "5\tloss\t2".length()) + "5\tloss\t2\n";
    String longer = "x".repeat(OutputLines.LONGEST / 2);
    assertThat(read(MetricFormat.TSV, longest, " " + longest)).containsExactly(at(5, "loss", 2));
    assertThat(read(MetricFormat.TSV, longer, longer, longer, "\t6\tloss\t3\n", "7\tloss\t4\n"))
        .containsExactly(at(7, "loss", 4));
  }

  @Test
  void matching_groupsOfMetrics_areTheirNames() {
    List<String> one = List.of("step (?<step>\\d+) loss (?<loss>\\S+) bleu (?<dev_bleu>\\S+)");
    assertThat(matching(one, "10:31 step 5 loss nan bleu 18.4 (best)\n", "loss 4\n"))
        .containsExactly(at(5, "loss", Double.NaN), at(5, "dev_bleu", 18.4));
  }

  @Test
  void matching_metricAndValue_asOftenAsTheyAre() {
    List<String> two = List.of("Step (?P<step>[\\d,]+)/", "(?<metric>[a-z]+): +(?<value>[^;]+)");
    assertThat(matching(two, "Step 1,200/100000; acc: 5.2; ppl:  123.4; lr: 1e-05;\n"))
        .containsExactly(at(1200, "acc", 5.2), at(1200, "ppl", 123.4), at(1200, "lr", 1e-5));
  }

  @Test
  void matching_stepOfProgressBar_countsForLinesAfterIt() {
    List<String> two = List.of("\\| (?<step>\\d+)/\\d+ \\[", "'loss': (?<loss>[^,}]+)");
    assertThat(
            matching(
                two,
                "{'loss': 9.0}\n",
                "\r  0%|          | 1/1000 [00:00<?]\r  1%|1         | 10/1000 [00:01<01:39]",
                "\n{'loss': 0.69, 'learning_rate': 5e-05, 'epoch': 0.5}\n"))
        .containsExactly(at(10, "loss", 0.69));
    assertThat(remarks)
        .containsExactly(
            "the values of '{'loss': 9.0}' and of lines like it came before any step was printed,"
                + " and are not on the learning curve");
  }

  @Test
  void matching_stepBehindValues_isThatOfItsLine() {
    List<String> two = List.of("loss (?<loss>[\\d.]+)", "num_updates (?<step>\\d+)");
    assertThat(matching(two, "loss 4.25 | num_updates 10\nloss 4 | num_updates 20\n"))
        .containsExactly(at(10, "loss", 4.25), at(20, "loss", 4));
  }

  @Test
  void matching_optionalGroup_isLeftOut() {
    List<String> one = List.of("step (?<step>\\d+) loss (?<loss>\\S+)( bleu (?<bleu>\\S+))?");
    assertThat(matching(one, "step 1 loss 2\nstep 2 loss 3 bleu 4\n"))
        .containsExactly(at(1, "loss", 2), at(2, "loss", 3), at(2, "bleu", 4));
  }

  @Test
  void matching_notANumber_isToldOnce() {
    List<String> one = List.of("step (?<step>\\S+) loss (?<loss>\\S+)");
    assertThat(matching(one, "step 1 loss 2,\nstep 2 loss 3,\nstep x loss 4\nstep 4 loss 5\n"))
        .containsExactly(at(4, "loss", 5));
    assertThat(remarks)
        .containsExactly(
            "in the line 'step 1 loss 2,' the expression for the learning curve found '2,' as"
                + " 'loss', which must be a number; it is left out, and so are others like it."
                + " Correct the expression",
            "in the line 'step x loss 4' the expression for the learning curve found 'x' as 'step',"
                + " which must be a whole number of 0 or more, below 10^15; it is left out, and so"
                + " are others like it. Correct the expression");
  }

  @Test
  void matching_expressionOfManyWays_takesLinearTime() {
    List<String> one = List.of("(?<step>(\\d+)+)x(?<loss>(\\d+)+)y");
    assertThat(matching(one, "1".repeat(10_000) + "\n" + "1x" + "1".repeat(10_000) + "\n"))
        .isEmpty(); // Other engines would take years.
  }
}
