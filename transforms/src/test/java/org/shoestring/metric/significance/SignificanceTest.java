package org.shoestring.metric.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.shoestring.Golden;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.tally.CountTally;
import org.shoestring.metric.tally.Tally;
import org.shoestring.spec.Spec;
import org.shoestring.tsv.TsvRow;

/** Resampling and what follows from it, beside what sacreBLEU 2.6.0 answers. */
class SignificanceTest {
  private static final long SEED = 12345;
  private static final Map<String, String> SPECS =
      Map.ofEntries(
          Map.entry("bleu", "bleu"),
          Map.entry("bleu_2ref", "bleu"),
          Map.entry("bleu_floor", "bleu:smooth-method=floor"),
          Map.entry("bleu_addk", "bleu:smooth-method=add-k"),
          Map.entry("chrf", "chrf"),
          Map.entry("chrf++", "chrf:word-order=2"),
          Map.entry("BLEU", "bleu"),
          Map.entry("chrF2", "chrf"));

  /** Statistics of all segments of a system, as they are kept: in rows of text. */
  private record Rows(Metric metric, int references, List<TsvRow> rows) implements SegmentRows {
    static Rows of(String spec, List<Segment> segments) {
      Metric metric = MetricCatalog.bind(Spec.parse("test", spec));
      List<TsvRow> rows = new ArrayList<>();
      try (Tally tally = Tally.of(metric)) {
        for (Segment segment : segments) {
          StringBuilder line = new StringBuilder();
          tally.measure(segment);
          tally.append(line);
          rows.add(TsvRow.of(line.toString().split("\t", -1)));
        }
      }
      return new Rows(metric, segments.get(0).references().size(), rows);
    }

    @Override
    public int segments() {
      return rows.size();
    }

    @Override
    public Cursor open() {
      Iterator<TsvRow> next = rows.iterator();
      return new Cursor() {
        @Override
        public boolean next(Tally tally) {
          if (next.hasNext()) {
            tally.read(next.next(), 0);
            return true;
          }
          return false;
        }

        @Override
        public void close() {}
      };
    }

    private Tally added() {
      Tally tally = Tally.of(metric);
      for (TsvRow row : rows) {
        tally.read(row, 0);
        tally.add();
      }
      return tally;
    }

    double score() {
      return added().scores(references).get(0).value();
    }

    List<String> names() {
      return added().scores(references).stream().map(Score::name).toList();
    }

    Set<String> keys() {
      return added() instanceof CountTally counts ? counts.totals().keys() : Set.of();
    }

    Set<String> keys(Rows other) {
      Set<String> keys = new TreeSet<>(keys());
      keys.addAll(other.keys());
      return keys;
    }

    double[] resampled(int resamples) throws IOException {
      return Bootstrap.scores(metric, names(), this, keys(), references, resamples, SEED)[0];
    }
  }

  private static Rows golden(String metric, String system) {
    List<String> lines = Golden.lines("mt/sig_wmt22_ende_500.tsv");
    int column = List.of(lines.get(0).split("\t", -1)).indexOf(system);
    List<Segment> segments = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = List.of(line.split("\t", -1));
      segments.add(
          new Segment(fields.get(column), fields.subList(0, metric.endsWith("_2ref") ? 2 : 1)));
    }
    return Rows.of(Objects.requireNonNull(SPECS.get(metric)), segments);
  }

  @Test
  void of_goldenIntervals_areThoseOfSacrebleu() throws IOException {
    int compared = 0;
    for (JsonNode record : Golden.records("mt/expected_significance.jsonl")) {
      String metric = record.get("metric").asText();
      if (record.get("kind").asText().equals("ci") && SPECS.containsKey(metric)) {
        Rows rows = golden(metric, record.get("system").asText());
        ConfidenceInterval interval = ConfidenceInterval.of(rows.resampled(1000)).orElseThrow();
        double close = metric.startsWith("bleu") ? Double.MIN_VALUE : 1e-5;
        assertThat(interval.mean())
            .as(record.toString())
            .isCloseTo(record.get("mean").asDouble(), within(close));
        assertThat(interval.halfWidth())
            .as(record.toString())
            .isCloseTo(record.get("ci").asDouble(), within(close));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(24);
  }

  @Test
  void paired_goldenTests_areThoseOfSacrebleu() throws IOException {
    int compared = 0;
    for (JsonNode record : Golden.records("mt/expected_significance.jsonl")) {
      String kind = record.get("kind").asText();
      String metric = record.get("metric").asText();
      String p = record.path("p_value").asText();
      if (kind.startsWith("paired") && SPECS.containsKey(metric) && !p.equals("None")) {
        Rows baseline = golden(metric, record.get("baseline").asText());
        Rows system = golden(metric, record.get("system").asText());
        int trials = record.get("n_samples").asInt();
        assertThat(
                kind.equals("paired_bs")
                    ? bootstrap(baseline, system, trials)
                    : swap(baseline, system, trials))
            .as(record.toString())
            .isEqualTo(Double.parseDouble(p));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(18);
  }

  private static double bootstrap(Rows baseline, Rows system, int resamples) throws IOException {
    return PairedTest.bootstrap(
        Math.abs(baseline.score() - system.score()),
        baseline.resampled(resamples),
        system.resampled(resamples));
  }

  private static double swap(Rows baseline, Rows system, int trials) throws IOException {
    Swaps swaps =
        Swaps.of(
            baseline.metric(),
            baseline.names(),
            baseline,
            system,
            baseline.keys(system),
            baseline.references(),
            trials,
            SEED);
    return PairedTest.approximateRandomization(
        Math.abs(baseline.score() - system.score()), swaps.baseline()[0], swaps.system()[0]);
  }

  /** As much as a draw with one label of two can differ. */
  private static Rows labels(int segments, int correctOf10, long seed) {
    Random dice = new Random(seed);
    List<Segment> all = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      all.add(new Segment(dice.nextInt(10) < correctOf10 ? "a" : "b", List.of("a")));
    }
    return Rows.of("accuracy", all);
  }

  @Test
  void of_accuracyOf1000Segments_isTheIntervalOfTheBinomial() throws IOException {
    Rows rows = labels(1000, 7, 1);
    ConfidenceInterval interval = ConfidenceInterval.of(rows.resampled(4000)).orElseThrow();
    double deviation = Math.sqrt(rows.score() * (1 - rows.score()) / 1000);
    assertThat(interval.mean()).isCloseTo(rows.score(), within(deviation / 20));
    assertThat(interval.halfWidth()).isCloseTo(1.96 * deviation, within(deviation / 10));
  }

  @Test
  void paired_sameSystem_hasNoDifferenceToExplain() throws IOException {
    Rows rows = labels(300, 7, 1);
    assertThat(swap(rows, rows, 200)).isEqualTo(1);
    assertThat(bootstrap(rows, rows, 200)).isEqualTo(1);
  }

  @Test
  void paired_farApartAndClose_areToldApart() throws IOException {
    Rows baseline = labels(300, 7, 1);
    assertThat(swap(baseline, labels(300, 9, 2), 200)).isLessThan(0.01);
    assertThat(bootstrap(baseline, labels(300, 9, 2), 200)).isLessThan(0.01);
    assertThat(swap(baseline, labels(300, 7, 3), 200)).isGreaterThan(0.05);
    assertThat(bootstrap(baseline, labels(300, 7, 3), 200)).isGreaterThan(0.05);
  }

  @Test
  void add_severalBlocks_isAsOne() {
    double[] values = new Random(7).doubles(40).map(value -> Math.rint(value * 100)).toArray();
    double[] others = new Random(8).doubles(40).map(value -> Math.rint(value * 100)).toArray();
    BootstrapSums one = new BootstrapSums(20, 2, 50, NumpyRandom.of(SEED));
    one.add(new DenseBlock(values, 2));
    BootstrapSums several = new BootstrapSums(20, 2, 50, NumpyRandom.of(SEED));
    SwapSums swapsOfOne = new SwapSums(20, 2, 0, 50, SEED);
    swapsOfOne.add(new DenseBlock(values, 2), new DenseBlock(others, 2));
    SwapSums swapsOfSeveral = new SwapSums(20, 2, 30, 20, SEED);
    int[] cuts = {0, 6, 7, 40};
    for (int i = 1; i < cuts.length; i++) {
      int from = cuts[i - 1] / 2 * 2;
      int to = cuts[i] / 2 * 2;
      DenseBlock block = new DenseBlock(Arrays.copyOfRange(values, from, to), 2);
      several.add(block);
      swapsOfSeveral.add(block, new DenseBlock(Arrays.copyOfRange(others, from, to), 2));
    }
    assertThat(several.finish()).isDeepEqualTo(one.finish());
    assertThat(swapsOfSeveral.baseline())
        .isDeepEqualTo(Arrays.copyOfRange(swapsOfOne.baseline(), 30, 50));
    assertThat(swapsOfSeveral.system())
        .isDeepEqualTo(Arrays.copyOfRange(swapsOfOne.system(), 30, 50));
  }

  @Test
  void add_moreOrFewerSegmentsThanSaid_isAnError() {
    DenseBlock two = new DenseBlock(new double[4], 2);
    BootstrapSums sums = new BootstrapSums(3, 2, 10, NumpyRandom.of(1));
    sums.add(two);
    assertThatThrownBy(sums::finish).hasMessage("2 of 3 segments");
    assertThatThrownBy(() -> sums.add(two)).hasMessage("4 of 3 segments");
    SwapSums swaps = new SwapSums(3, 2, 0, 10, 1);
    assertThatThrownBy(swaps::system).hasMessage("0 of 3 segments");
    assertThatThrownBy(() -> swaps.add(two, new DenseBlock(new double[6], 2)))
        .hasMessage("2 and 3 segments after 0 of 3");
    Rows rows = labels(10, 7, 1);
    SegmentRows claimed =
        new SegmentRows() {
          @Override
          public int segments() {
            return 11;
          }

          @Override
          public Cursor open() {
            return rows.open();
          }
        };
    assertThatThrownBy(
            () -> Bootstrap.scores(rows.metric(), rows.names(), claimed, rows.keys(), 1, 10, SEED))
        .hasMessage("fewer segments than were counted");
  }

  @Test
  void corrected_severalValues_areHolms() {
    // By hand: 4 times the lowest, 3 times the next one, 2 times the next, and never falling.
    assertThat(Holm.corrected(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
    assertThat(Holm.corrected(0.7, 0.6)).containsExactly(1, 1);
    assertThat(Holm.corrected()).isEmpty();
  }

  @Test
  void p_mcNemar_isTheBinomialTest() {
    // Python 3.11: min(1, Fraction(2 * sum(comb(n, i) for i in range(k + 1)), 2**n))
    assertThat(McNemar.p(2, 8)).isCloseTo(0.109375, within(1e-15));
    assertThat(McNemar.p(60, 40)).isCloseTo(0.05688793364098079, within(1e-14));
    assertThat(McNemar.p(4900, 5100)).isCloseTo(0.04658552770494739, within(1e-12));
    assertThat(McNemar.p(5, 5)).isEqualTo(1);
    assertThat(McNemar.p(5, 4)).isEqualTo(1);
    assertThat(McNemar.p(0, 0)).isEqualTo(1);
    assertThat(McNemar.p(0, 1)).isEqualTo(1);
    assertThat(McNemar.p(0, 2)).isCloseTo(0.5, within(1e-15));
    assertThat(McNemar.p(0, 5000)).isBetween(0.0, 1e-300);
  }
}
