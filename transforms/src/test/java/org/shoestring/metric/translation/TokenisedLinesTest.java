package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.MetricType;
import org.shoestring.spec.Spec;

/**
 * sacreBLEU 2.6.0 warns of the same: {@code yes LINE | head -N > hyp; sacrebleu hyp -i hyp}, with
 * the N and the lines below.
 */
class TokenisedLinesTest {

  private static Optional<String> warning(String metric, int count, String... lines) {
    Optional<MetricType.InputCheck> check = MetricCatalog.inputCheck(Spec.parse("test", metric));
    for (int i = 0; i < count; i++) {
      for (String line : lines) {
        check.ifPresent(of -> of.add(line));
      }
    }
    return check.flatMap(MetricType.InputCheck::warning);
  }

  @Test
  void warning_hundredLines_saysSo() {
    assertThat(warning("bleu", 100, "A dog .", "A dog."))
        .contains(
            "100 lines of the output end in a tokenized period (' .'). It looks like you forgot to"
                + " detokenize your test data, which may hurt your score");
  }

  @Test
  void warning_fewerLines_isNotDue() {
    assertThat(warning("bleu", 99, "A dog .")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A dog .", " .", "A dog . ", "A dog .\u3000\r", "A  ."})
  void warning_lineThatEndsInATokenizedPeriod_isDue(String line) {
    assertThat(warning("bleu", 100, line)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", " ", "A dog.", "A dog\u00A0.", "A dog . .x", "A dog !", "。"})
  void warning_otherLine_isNotDue(String line) {
    assertThat(warning("bleu", 100, line)).isEmpty();
  }

  @Test
  void inputCheck_anyTokenizer_isThatOfBleu() {
    for (String metric : List.of("bleu:tokenize=none", "bleu:tokenize=zh,lowercase=true")) {
      assertThat(warning(metric, 100, "A dog .")).isPresent();
    }
  }

  @Test
  void inputCheck_otherMetric_isNone() {
    assertThat(warning("chrf", 100, "A dog .")).isEmpty();
  }

  @Test
  void inputCheck_twoSystems_areCountedApart() {
    assertThat(warning("bleu", 60, "A dog .")).isEmpty();
    assertThat(warning("bleu", 60, "A dog .")).isEmpty();
  }
}
