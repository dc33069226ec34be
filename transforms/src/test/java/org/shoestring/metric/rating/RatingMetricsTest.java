package org.shoestring.metric.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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
import org.shoestring.metric.SumMetric;
import org.shoestring.spec.UsageException;

class RatingMetricsTest {
  private static final List<String> X = List.of("1", "2", "2.0", "3", "5", "-1", "0");
  private static final List<String> Y = List.of("2", "2", "1", "4", "4", "0", "-1");

  // scipy 1.10.1: pearsonr(x, y)[0], spearmanr(x, y)[0], kendalltau(x, y, variant=...)[0];
  // scikit-learn 1.2.1: mean_squared_error(x, y), mean_absolute_error(x, y)
  @ParameterizedTest
  @CsvSource({
    "pearson,pearson,0.8671043297661402,''",
    "spearman,spearman,0.8715963140583689,''",
    "kendall,kendall,0.7181848464596078,variant:b|",
    "kendall:variant=c,kendall,0.7142857142857142,variant:c|",
    "mse,MSE,0.8571428571428571,''",
    "mae,MAE,0.8571428571428571,''"
  })
  void score_ties_isThatOfScipy(String spec, String name, double expected, String settings) {
    Score score = score(spec, segments(X, Y));
    assertThat(score.value()).isCloseTo(expected, within(1e-15));
    assertThat(score)
        .isEqualTo(
            new Score(
                name, score.value(), "(n = 7)", "nrefs:1|" + settings + "version:shoestring-1"));
    assertThat(score(spec, segments(Y, X)).value()).isEqualTo(score.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pearson", "spearman", "kendall", "kendall:variant=c"})
  void score_perfectOrder_isExactlyOne(String spec) {
    List<String> x = List.of("0.1", "0.25", "7", "1e5");
    List<String> falling = List.of("-0.1", "-0.25", "-7", "-1e5");
    assertThat(score(spec, segments(x, x)).value()).isEqualTo(1);
    assertThat(score(spec, segments(x, falling)).value()).isEqualTo(-1);
    assertThat(score(spec, segments(x.subList(1, 3), falling.subList(1, 3))).value()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"1e9", "1e15", "-4503599627370496"})
  void score_pearsonOfLargeMean_losesNothing(double mean) {
    // scipy 1.10.1: pearsonr([1, 2, 3, 4], [1, 3, 2, 4])[0] == 0.8
    List<String> x = new ArrayList<>();
    List<String> y = new ArrayList<>();
    for (int i : new int[] {1, 2, 3, 4}) {
      x.add(Double.toString(mean + i));
      y.add(Double.toString(mean + new int[] {1, 3, 2, 4}[i - 1]));
    }
    assertThat(score("pearson", segments(x, y)).value()).isCloseTo(0.8, within(1e-15));
  }

  @Test
  void score_pearsonOfNeighbors_isThatOfTheirDistances() {
    // scipy 1.10.1: pearsonr([0, 1, 1], [0, 1, 2])[0]; a double between them is none's mean.
    List<String> x = List.of("1", "1.0000000000000002", "1.0000000000000002");
    List<String> y = List.of("1", "1.0000000000000002", "1.0000000000000004");
    assertThat(score("pearson", segments(x, y)).value())
        .isCloseTo(0.8660254037844386, within(1e-15));
    // pearsonr([0, 1, 1], [0, 0, 1])[0]
    assertThat(score("pearson", segments(x, List.of("1", "1.0", x.get(1)))).value())
        .isCloseTo(0.5, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"1.7e308,-1.7e308,1.6e308", "1e-320,-2e-320,5e-324"})
  void score_pearsonOfExtremes_isThatOfScaledNumbers(String first, String second, String third) {
    List<String> x = List.of(first, second, third, "0");
    assertThat(score("pearson", segments(x, x)).value()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pearson", "spearman", "kendall", "kendall:variant=c"})
  void score_constantSide_isRefused(String spec) {
    String name = spec.replaceAll(":.*", "");
    List<String> constant = List.of("0", "-0.0", "0e5");
    List<String> other = List.of("1", "2", "3");
    assertThatThrownBy(() -> score(spec, segments(constant, other)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            name
                + " is not defined, because all hypotheses are the same number; it needs two"
                + " different ones");
    assertThatThrownBy(() -> score(spec, segments(other, constant)))
        .hasMessageContaining("all references are the same number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pearson", "spearman", "kendall"})
  void score_oneLine_isRefused(String spec) {
    assertThatThrownBy(() -> score(spec, segments(List.of("1"), List.of("2"))))
        .isInstanceOf(BadDataException.class)
        .hasMessage(spec + " needs two or more lines, but there is 1 line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mse", "mae"})
  void score_noLines_isRefused(String spec) {
    SumMetric metric = Metrics.metric(spec);
    assertThat(metric.isLowerBetter()).isTrue();
    assertThatThrownBy(() -> metric.score(new double[2], 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(spec + " needs one or more lines, but there are none");
  }

  @Test
  void measure_differenceTooLarge_isRefused() {
    assertThatThrownBy(() -> score("mse", segments(List.of("1e200"), List.of("-1"))))
        .isInstanceOf(BadDataException.class)
        .hasMessage("the difference of -1.0 and 1e+200 is too large for mse");
    assertThatThrownBy(() -> score("mae", segments(List.of("1e308"), List.of("-1e308"))))
        .hasMessage("the difference of -1e+308 and 1e+308 is too large for mae");
  }

  @Test
  void score_sumTooLarge_isRefused() {
    List<String> large = List.of("1e308", "1e308");
    assertThatThrownBy(() -> score("mae", segments(large, List.of("0", "0"))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("mae is too large for a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pearson", "spearman", "kendall", "mse", "mae"})
  void measure_badNumber_namesSideAndValue(String spec) {
    assertThatThrownBy(() -> score(spec, segments(List.of("nan"), List.of("1"))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("the hypothesis must be a number")
        .hasMessageEndingWith("but is 'nan'");
    assertThatThrownBy(() -> score(spec, segments(List.of("1"), List.of("-inf"))))
        .hasMessageStartingWith("the reference must be a number")
        .hasMessageEndingWith("but is '-inf'");
    assertThatThrownBy(() -> score(spec, segments(List.of("1"), List.of("1"), List.of("2"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'" + spec + "' compares a text with one reference");
  }

  @Test
  void score_goldenNumbers_isThatOfScipyAndScikitLearn() {
    Map<String, String> specs =
        Map.of(
            "pearson", "pearson",
            "spearman", "spearman",
            "kendall_b", "kendall",
            "kendall_c", "kendall:variant=c",
            "mse", "mse",
            "mae", "mae");
    int compared = 0;
    for (JsonNode record : Golden.records("clf/expected_correlation.jsonl")) {
      String name = record.get("case").asText();
      List<Segment> segments =
          Golden.lines("clf/corr_" + name + ".tsv").stream().map(Metrics::segment).toList();
      assertThat(segments).hasSize(record.get("n").asInt());
      for (Map.Entry<String, String> entry : specs.entrySet()) {
        JsonNode value = record.get(entry.getKey());
        String expected = value.isArray() ? value.get(0).asText() : value.asText();
        assertThat(score(entry.getValue(), segments).value())
            .as(name + " " + entry.getKey())
            .isCloseTo(Double.parseDouble(expected), within(1e-14));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(12);
  }
}
