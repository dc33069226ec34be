package org.shoestring.metric.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.shoestring.metric.Metrics.metric;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SumMetric;

class LanguageModelMetricsTest {
  private static final List<String> LOGS = List.of("-1.5 -0.25  -2", "", "-3e-1");
  private static final List<String> TEXTS = List.of(" the\u00a0\uD83D\uDE00 cat\u3000", "", "é");

  // Python 3.11, by the formulas of lm-evaluation-harness' perplexity, bits_per_byte and
  // weighted_perplexity: s = -4.05; math.exp(-s / n) with n = 4 numbers, 4 words, 19 bytes;
  // -s / (math.log(2) * 12 characters)
  @ParameterizedTest
  @CsvSource({
    "perplexity,2.752473604712104,tokens = 4,base:e|per:token",
    "perplexity:per=word,2.752473604712104,words = 4,base:e|per:word",
    "perplexity:per=byte,1.2375800431927555,bytes = 19,base:e|per:byte",
    "bits-per-character,0.4869095763000252,characters = 12,base:e"
  })
  void score_linesOfTokens_isThatOfTheFormula(
      String spec, double expected, String count, String settings) {
    Score score = score(spec, segments(LOGS, TEXTS));
    assertThat(score.value()).isCloseTo(expected, within(1e-14));
    assertThat(score)
        .isEqualTo(
            new Score(
                spec.replaceAll(":.*", ""),
                score.value(),
                "(log-probability = -4.05 " + count + ")",
                "nrefs:1|" + settings + "|version:shoestring-1"));
    assertThat(metric(spec).isLowerBetter()).isTrue();
  }

  @Test
  void score_otherBase_isThatOfNaturalLogarithms() {
    // A probability of 1/8 a token, of 1/1000 a token
    assertThat(score("perplexity:base=2", segments(List.of("-3 -3"), List.of("ab"))).value())
        .isCloseTo(8, within(1e-14));
    assertThat(score("perplexity:base=10", segments(List.of("-3"), List.of("ab"))).value())
        .isCloseTo(1000, within(1e-11));
    assertThat(score("bits-per-character:base=2", segments(List.of("-3"), List.of("ab"))).value())
        .isEqualTo(1.5);
    assertThat(score("bits-per-character:base=2", segments(List.of("-3"), List.of("ab"))))
        .extracting(Score::signature)
        .isEqualTo("nrefs:1|base:2|version:shoestring-1");
  }

  @Test
  void score_certainty_isOneAndZero() {
    List<Segment> segments = segments(List.of("0 -0.0"), List.of("ab"));
    assertThat(score("perplexity", segments).value()).isEqualTo(1);
    assertThat(Double.toString(score("bits-per-character", segments).value())).isEqualTo("0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"perplexity", "bits-per-character"})
  void measure_badValues_areNamed(String spec) {
    assertThatThrownBy(() -> score(spec, segments(List.of("-1 0.5"), List.of("ab"))))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "a log probability must be 0 or less, but is '0.5'; if these are losses, write them"
                + " with a minus sign, and if probabilities, take their logarithms");
    for (String value : List.of("-inf", "nan", "x", "-1\t-2")) {
      assertThatThrownBy(() -> score(spec, segments(List.of(value), List.of("ab"))))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith("a log probability in the hypothesis must be a number");
    }
    for (String value : List.of("", "  ")) {
      assertThatThrownBy(() -> score(spec, segments(List.of(value), List.of("ab"))))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith("the hypothesis has no log probabilities");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "perplexity,tokens",
    "perplexity:per=word,words",
    "perplexity:per=byte,bytes",
    "bits-per-character,characters"
  })
  void score_nothingToCount_isRefused(String spec, String things) {
    assertThatThrownBy(() -> score(spec, segments(List.of(""), List.of(""))))
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith(" needs one or more " + things + ", but there are none");
  }

  @Test
  void score_tooLarge_isRefused() {
    assertThatThrownBy(() -> score("perplexity", segments(List.of("-1000"), List.of("ab"))))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("the mean log probability is -1000.0");
    assertThatThrownBy(
            () -> score("bits-per-character", segments(List.of("-1e308 -1e308"), List.of("ab"))))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("add up to -Infinity");
  }

  @Test
  void measure_statistics_areSums() {
    SumMetric metric = metric("perplexity:per=word");
    assertThat(metric.statistics()).containsExactly("log-probability", "words");
    assertThat(metric.measure(new Segment("-1 -2", List.of("a b c")))).containsExactly(-3, 3);
  }
}
