package org.shoestring.train.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.UsageException;

/** Expressions that cannot be used. */
class MetricFormatTest {
  private static final String EXAMPLE = "step (?<step>\\d+) loss (?<loss>\\S+) bleu (?<bleu>\\S+)";

  private static void assertFault(String message, String... expressions) {
    assertThatThrownBy(() -> MetricFormat.matching("e.yaml:7: metrics", Arrays.asList(expressions)))
        .isInstanceOf(UsageException.class)
        .hasMessage("e.yaml:7: metrics: " + message);
  }

  @Test
  void matching_noExpression_isRefused() {
    assertFault("there is no expression; write one, for example: " + EXAMPLE);
  }

  @Test
  void matching_badSyntax_saysWhatAndWhere() {
    assertFault(
        "'step (?<step>\\d+' is not a regular expression of RE2: missing closing ):"
            + " 'step (?<step>\\d+'. It has no lookahead, lookbehind and backreferences, and names"
            + " of groups have letters, digits and '_' only. An example: "
            + EXAMPLE,
        "step (?<step>\\d+");
    assertFault(
        "'(?<step>\\d+) (?<dev-bleu>\\S+)' is not a regular expression of RE2: invalid named"
            + " capture: '(?<dev-bleu>'. It has no lookahead, lookbehind and backreferences, and"
            + " names of groups have letters, digits and '_' only. An example: "
            + EXAMPLE,
        "(?<step>\\d+) (?<dev-bleu>\\S+)");
  }

  @Test
  void matching_noGroup_isRefused() {
    assertFault(
        "'loss (\\S+)' has no named group, so that nothing is measured; name the groups, for"
            + " example: "
            + EXAMPLE,
        "loss (\\S+)");
  }

  @Test
  void matching_noStep_isRefused() {
    assertFault(
        "no group is named 'step', so that values have no place on the curve; name the number of"
            + " the step, for example: "
            + EXAMPLE,
        "loss (?<loss>\\S+)");
  }

  @Test
  void matching_noMetric_isRefused() {
    assertFault(
        "no group is a metric; give each value a name, for example: " + EXAMPLE,
        "step (?<step>\\d+)");
  }

  @Test
  void matching_metricWithoutValue_isRefused() {
    assertFault(
        "'(?<step>\\d+) (?<value>\\S+)' has a group 'value' but no group 'metric'; have both, or"
            + " name the group of a value as the metric: (?<loss>\\S+)",
        "(?<step>\\d+) (?<value>\\S+)");
  }

  @Test
  void matching_groupThatIsNoMetric_isRefused() {
    assertFault(
        "'(?<step>\\d+) (?<_1>\\S+)' has a group '_1', which cannot be the name of a metric; use"
            + " text of at most 100 characters with a letter, but without blanks and '\\'",
        "(?<step>\\d+) (?<_1>\\S+)");
  }

  private static List<String> remarks(String expression) {
    return MetricFormat.matching("metrics", List.of(expression)).remarks();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?<step>\\d+) (?<loss>\\S+) (?<bleu>[0-9.]+)",
        "(?<step>\\d+) (?P<loss>[^])(]+)",
        "(?<step>\\d+) (?<loss>([0-9.]+|nan|inf))",
        "(?<step>\\d+) (?<loss>[0-9.\\]infa]+)",
        "(?<step>\\d+) (?<loss>[\\]infa)]+)",
        "(?<step>\\d+) (?<metric>\\w+) (?<value>[^,}]+)"
      })
  void remarks_lossesMatchNan_areNone(String expression) {
    assertThat(remarks(expression)).isEmpty();
  }

  @Test
  void remarks_lossesDoNotMatchNan_nameTheGroup() {
    assertThat(remarks("(?<step>\\d+) (?<train_loss>[\\d.]+)"))
        .containsExactly(
            "the group 'train_loss' of the expression '(?<step>\\d+) (?<train_loss>[\\d.]+)' does not"
                + " match 'nan', so that a loss that is not a number stays unnoticed; write"
                + " (?<train_loss>\\S+)");
    assertThat(remarks("(?<step>\\d+) (?<metric>\\w+) (?<value>([0-9]+)[.]([0-9]+))"))
        .hasSize(1)
        .first(STRING)
        .startsWith("the group 'value' ");
    assertThat(remarks("(?<step>\\d+) (?<loss>[])0-9.]+)")).hasSize(1);
    assertThat(MetricFormat.TSV.remarks()).isEmpty();
  }
}
