package org.shoestring.metric.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.Golden;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Metrics;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;

class RankingMetricsTest {
  private static final List<String> SCORES = List.of("0.1", "0.4", "0.40", "4e-1", "0.9", "0.35");
  private static final List<String> LABELS = List.of("0", "1", "1", "0", "1", "0");
  private static final List<String> NAMES = List.of("ham", "spam", "spam", "Spam", "spam", "x");

  // scikit-learn 1.2.1: roc_auc_score(labels, scores), average_precision_score(labels, scores),
  // log_loss(labels, scores)
  @ParameterizedTest
  @CsvSource({
    "auc,AUC,0.888888888888889,(positives = 3 negatives = 3),''",
    "average-precision,average-precision,0.8333333333333333,(positives = 3 negatives = 3),''",
    "log-loss,log-loss,0.49748517248706786,(n = 6),eps:2.220446049250313e-16|"
  })
  void score_ties_isThatOfScikitLearn(
      String spec, String name, double expected, String details, String settings) {
    Score score = score(spec, segments(SCORES, LABELS));
    assertThat(score.value()).isCloseTo(expected, within(2e-16));
    assertThat(score)
        .isEqualTo(
            new Score(
                name,
                score.value(),
                details,
                "nrefs:1|positive:1|" + settings + "version:shoestring-1"));
    Score named = score(spec + ":positive=spam", segments(SCORES, NAMES));
    assertThat(named.value()).isEqualTo(score.value());
    assertThat(named.signature()).contains("|positive:spam|");
  }

  @Test
  void score_zeroIsPositive_swapsLabels() {
    // scikit-learn 1.2.1: roc_auc_score([1 - y for y in labels], scores)
    assertThat(score("auc:positive=0", segments(SCORES, LABELS)).value())
        .isCloseTo(0.11111111111111113, within(1e-16));
  }

  @Test
  void score_numbersAsLabels_areZeroAndOne() {
    List<String> numbers = List.of("0.0", "1.0", "1e0", "-0", "+1", "0e3");
    assertThat(score("auc", segments(SCORES, numbers)))
        .isEqualTo(score("auc", segments(SCORES, LABELS)));
  }

  @Test
  void score_oneScoreForAll_isChance() {
    List<String> same = List.of("-0.0", "0", "0.0");
    // scikit-learn 1.2.1: roc_auc_score([0, 1, 1], [0, 0, 0]), average_precision_score(same)
    List<Segment> segments = segments(same, List.of("0", "1", "1"));
    assertThat(score("auc", segments).value()).isEqualTo(0.5);
    assertThat(score("average-precision", segments).value()).isEqualTo(2 / 3.0);
  }

  @Test
  void score_noPositives_isRefused() {
    for (String spec : List.of("auc", "average-precision")) {
      assertThatThrownBy(() -> score(spec, segments(List.of("1", "2"), List.of("0", "0"))))
          .isInstanceOf(BadDataException.class)
          .hasMessage(
              spec
                  + " is not defined, because none of the 2 references is the positive label '1';"
                  + " check the parameter positive and the data");
    }
  }

  @Test
  void score_noNegatives_isRefusedOrOne() {
    List<Segment> segments = segments(List.of("1", "-2"), List.of("a", "a"));
    assertThatThrownBy(() -> score("auc:positive=a", segments))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("each of the 2 references is the positive label 'a'");
    // scikit-learn 1.2.1: average_precision_score([1, 1], [1, -2])
    assertThat(score("average-precision:positive=a", segments).value()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0,1,36.04365338911715,''",
    "1.0,0,36.04365338911715,''",
    "1,1,2.2204460492503136e-16,''",
    "0,0,2.2204460492503136e-16,''",
    "0,1,34.538776394910684,:eps=1e-15"
  })
  void score_logLossOfCertainty_isClipped(
      String probability, String label, double expected, String settings) {
    // scikit-learn 1.2.1: log_loss([label], [probability], labels=[0, 1]), with eps=1e-15
    assertThat(score("log-loss" + settings, segments(List.of(probability), List.of(label))).value())
        .isCloseTo(expected, within(1e-14));
  }

  // numpy 1.24.2, as torchmetrics' _binning_bucketize does with the norm l1:
  // i = np.searchsorted(np.arange(bins + 1) / bins, p, side="right") - 1;
  // sum(abs(y[i == b].sum() - p[i == b].sum()) for b in range(bins + 1)) / len(p)
  @ParameterizedTest
  @CsvSource({
    "calibration-error,0.22499999999999995",
    "calibration-error:bins=1,0.07499999999999996",
    "calibration-error:bins=10,0.22499999999999995"
  })
  void score_calibrationError_isThatOfTheDefinition(String spec, double expected) {
    Score score = score(spec, segments(SCORES, LABELS));
    assertThat(score.name()).isEqualTo("ECE");
    assertThat(score.value()).isCloseTo(expected, within(1e-15));
  }

  @Test
  void score_calibrationErrorAtBounds_lowerOneBelongsToBin() {
    // 0.3 and 0.35 are in one bin of ten, as are 0.2 and 0.29; 1 is alone.
    List<String> confidences = List.of("0.3", "0.35", "0.2", "0.29", "1", "0.95");
    List<String> labels = List.of("1", "0", "0", "0", "0", "1");
    double expected = (Math.abs(1 - 0.65) + 0.49 + 1 + 0.05) / 6;
    Score score = score("calibration-error:bins=10", segments(confidences, labels));
    assertThat(score.value()).isCloseTo(expected, within(1e-15));
    assertThat(score.details()).isEqualTo("(n = 6)");
    assertThat(score.signature()).isEqualTo("nrefs:1|positive:1|bins:10|version:shoestring-1");
  }

  @ParameterizedTest
  @CsvSource({
    // 1/49 times 49 is below 1 in doubles; the one below 9/10 times 10 is 9.
    "49,0.02040816326530612,0.03,0.47479591836734695",
    "10,0.8999999999999999,0.95,0.52500000000000005"
  })
  void score_calibrationErrorWhereProductsRound_comparesWithBounds(
      int bins, String first, String second, double expected) {
    assertThat(
            score(
                    "calibration-error:bins=" + bins,
                    segments(List.of(first, second), List.of("1", "0")))
                .value())
        .isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auc", "average-precision", "log-loss", "calibration-error"})
  void measure_badValues_areNamed(String spec) {
    for (String label : List.of("2", "yes", "01x", "nan", "")) {
      assertThatThrownBy(() -> score(spec, segments(List.of("0.5"), List.of(label))))
          .isInstanceOf(BadDataException.class)
          .hasMessage(
              "the reference must be the label 0 or 1, but is "
                  + (label.isEmpty() ? "empty" : "'" + label + "'")
                  + "; if labels have other names, name the positive one, for example "
                  + spec
                  + ":positive=yes");
    }
    assertThatThrownBy(() -> score(spec + ":positive=a", segments(List.of("1"), List.of(""))))
        .hasMessage("the reference must be a label, but is empty");
    for (String value : List.of("nan", "inf", "", "0.5f")) {
      assertThatThrownBy(() -> score(spec, segments(List.of(value), List.of("1"))))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith("the hypothesis must be a number");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"log-loss", "calibration-error"})
  void measure_noProbability_isRefused(String spec) {
    for (String value : List.of("1.01", "-0.2")) {
      assertThatThrownBy(() -> score(spec, segments(List.of(value), List.of("1"))))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith("the hypothesis must be a probability from 0 to 1, but is '");
    }
  }

  @Test
  void score_goldenScores_isThatOfScikitLearn() {
    Map<String, String> specs =
        Map.of(
            "roc_auc", "auc",
            "average_precision", "average-precision",
            "log_loss", "log-loss",
            "log_loss_eps", "log-loss:eps=1e-15");
    int compared = 0;
    for (JsonNode record : Golden.records("clf/expected_binary_scores.jsonl")) {
      List<Segment> segments =
          Golden.lines("clf/" + record.get("case").asText() + ".tsv").stream()
              .map(line -> line.split("\t", -1))
              .map(fields -> new Segment(fields[1], List.of(fields[0])))
              .toList();
      for (Map.Entry<String, String> entry : specs.entrySet()) {
        assertThat(score(entry.getValue(), segments).value())
            .as(entry.getKey())
            .isCloseTo(Double.parseDouble(record.get(entry.getKey()).asText()), within(1e-14));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(4);
    assertThat(Metrics.metric("log-loss").isLowerBetter()).isTrue();
  }
}
