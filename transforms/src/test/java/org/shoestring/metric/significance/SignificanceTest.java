package org.shoestring.metric.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.shoestring.Golden;
import org.shoestring.metric.Metrics;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SumMetric;

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

  /** Statistics of all segments of a system. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rows(SumMetric metric, int references, double[] values) {
    static Rows of(String spec, List<Segment> segments) {
      SumMetric metric = Metrics.metric(spec);
      int statistics = metric.statistics().size();
      double[] values = new double[segments.size() * statistics];
      for (int i = 0; i < segments.size(); i++) {
        System.arraycopy(metric.measure(segments.get(i)), 0, values, i * statistics, statistics);
      }
      return new Rows(metric, segments.get(0).references().size(), values);
    }

    int statistics() {
      return metric.statistics().size();
    }

    int segments() {
      return values.length / statistics();
    }

    double[] from(int segment, int end) {
      return Arrays.copyOfRange(values, segment * statistics(), end * statistics());
    }

    double[][] resampled(int resamples) {
      BootstrapSums sums = new BootstrapSums(segments(), statistics(), resamples, SEED);
      sums.add(from(0, segments() / 3));
      sums.add(from(segments() / 3, segments()));
      return sums.finish();
    }

    double[] scores(double[][] sums) {
      return Arrays.stream(sums).mapToDouble(this::score).toArray();
    }

    double score(double... sums) {
      return metric.score(sums, references).value();
    }

    double score() {
      double[] sums = new double[statistics()];
      for (int i = 0; i < values.length; i++) {
        sums[i % sums.length] += values[i];
      }
      return score(sums);
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
  void of_goldenIntervals_areThoseOfSacrebleu() {
    int compared = 0;
    for (JsonNode record : Golden.records("mt/expected_significance.jsonl")) {
      String metric = record.get("metric").asText();
      if (record.get("kind").asText().equals("ci") && SPECS.containsKey(metric)) {
        Rows rows = golden(metric, record.get("system").asText());
        ConfidenceInterval interval = ConfidenceInterval.of(rows.scores(rows.resampled(1000)));
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
  void paired_goldenTests_areThoseOfSacrebleu() {
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

  private static double bootstrap(Rows baseline, Rows system, int resamples) {
    return PairedTest.bootstrap(
        Math.abs(baseline.score() - system.score()),
        baseline.scores(baseline.resampled(resamples)),
        system.scores(system.resampled(resamples)));
  }

  private static double swap(Rows baseline, Rows system, int trials) {
    int end = baseline.segments();
    SwapSums sums = new SwapSums(end, baseline.statistics(), trials, SEED);
    sums.add(baseline.from(0, 33), system.from(0, 33));
    sums.add(baseline.from(33, end), system.from(33, end));
    return PairedTest.approximateRandomization(
        Math.abs(baseline.score() - system.score()),
        baseline.scores(sums.baseline()),
        system.scores(sums.system()));
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
  void of_accuracyOf1000Segments_isTheIntervalOfTheBinomial() {
    Rows rows = labels(1000, 7, 1);
    ConfidenceInterval interval = ConfidenceInterval.of(rows.scores(rows.resampled(4000)));
    double deviation = Math.sqrt(rows.score() * (1 - rows.score()) / 1000);
    assertThat(interval.mean()).isCloseTo(rows.score(), within(deviation / 20));
    assertThat(interval.halfWidth()).isCloseTo(1.96 * deviation, within(deviation / 10));
  }

  @Test
  void paired_sameSystem_hasNoDifferenceToExplain() {
    Rows rows = labels(300, 7, 1);
    assertThat(swap(rows, rows, 200)).isEqualTo(1.0 / 201);
    assertThat(bootstrap(rows, rows, 200)).isEqualTo(1.0 / 201);
  }

  @Test
  void paired_farApartAndClose_areToldApart() {
    Rows baseline = labels(300, 7, 1);
    assertThat(swap(baseline, labels(300, 9, 2), 200)).isLessThan(0.01);
    assertThat(bootstrap(baseline, labels(300, 9, 2), 200)).isLessThan(0.01);
    assertThat(swap(baseline, labels(300, 7, 3), 200)).isGreaterThan(0.05);
    assertThat(bootstrap(baseline, labels(300, 7, 3), 200)).isGreaterThan(0.05);
  }

  @Test
  void add_moreOrFewerSegmentsThanSaid_isAnError() {
    BootstrapSums sums = new BootstrapSums(3, 2, 10, 1);
    sums.add(new double[4]);
    assertThatThrownBy(sums::finish).hasMessage("2 of 3 segments");
    assertThatThrownBy(() -> sums.add(new double[4]))
        .hasMessage("4 statistics after 2 of 3 segments");
    SwapSums swaps = new SwapSums(3, 2, 10, 1);
    assertThatThrownBy(swaps::system).hasMessage("0 of 3 segments");
    assertThatThrownBy(() -> swaps.add(new double[4], new double[6]))
        .hasMessage("4 and 6 statistics after 0 of 3 segments");
  }
}
