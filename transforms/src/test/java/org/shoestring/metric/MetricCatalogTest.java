package org.shoestring.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.tally.Tally;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;

/** What every entry of the catalog keeps, and the catalog itself. */
class MetricCatalogTest {
  /** Metrics of numbers or probabilities, with the lines that they can read. */
  private static final Map<String, List<Segment>> NUMBERS =
      Stream.of(
              "auc",
              "average-precision",
              "calibration-error",
              "kendall",
              "log-loss",
              "mae",
              "mse",
              "pearson",
              "spearman",
              "perplexity",
              "bits-per-character")
          .collect(
              Collectors.toMap(
                  name -> name,
                  name ->
                      Set.of("perplexity", "bits-per-character").contains(name)
                          ? Metrics.segments(List.of("-1 -2", ""), List.of("a b", ""))
                          : Metrics.segments(List.of("0.5", "0"), List.of("1", "0"))));

  private static final Set<String> ONE_REFERENCE =
      Set.of("wer", "cer", "mer", "wil", "wip", "edit-distance", "seqeval");

  static Iterable<MetricType> types() {
    return MetricCatalog.all().list();
  }

  @ParameterizedTest
  @MethodSource("types")
  void entry_anyMetric_isDescribed(MetricType type) {
    assertThat(type.name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    assertThat(type.version()).isPositive();
    assertThat(type.summary()).isNotBlank();
    assertThat(type.parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
    assertThat(type.parameters())
        .extracting(Parameter::doc)
        .allSatisfy(doc -> assertThat(doc).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("types")
  void measure_anyMetric_hasItsStatistics(MetricType type) {
    Metric metric = MetricCatalog.bind(Spec.of("test", type.name()));
    assertThat(new Columns(metric.statistics()).size()).isEqualTo(metric.statistics().size());
    for (Segment segment : segments(type)) {
      assertThat(fields(metric, segment)).hasSize(metric.statistics().size());
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void measure_severalReferences_hasItsStatisticsOrIsRefused(MetricType type) {
    Metric metric = MetricCatalog.bind(Spec.of("test", type.name()));
    Segment segment = new Segment("a", List.of("b", "a", ""));
    if (ONE_REFERENCE.contains(type.name()) || NUMBERS.containsKey(type.name())) {
      assertThatThrownBy(() -> fields(metric, segment)).isInstanceOf(UsageException.class);
    } else {
      assertThat(fields(metric, segment)).hasSize(metric.statistics().size());
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void score_anyMetric_isANumberThatTellsTheVersion(MetricType type) {
    for (Score score : Metrics.scores(type.name(), segments(type))) {
      assertThat(score.value()).isFinite();
      assertThat(score.name()).isNotBlank();
      assertThat(score.signature())
          .startsWith("nrefs:1|")
          .endsWith("version:shoestring-" + type.version());
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void score_noSegments_isANumberOrRefused(MetricType type) {
    Metric metric = MetricCatalog.bind(Spec.of("test", type.name()));
    if (NUMBERS.containsKey(type.name())) {
      assertThatThrownBy(() -> Tally.of(metric).scores(1))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(type.name() + " needs ");
    } else {
      assertThat(Tally.of(metric).scores(1))
          .allSatisfy(score -> assertThat(score.value()).isFinite());
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void ofCanonical_whatCanonicalMade_isTheSameMetric(MetricType type) {
    String canonical = MetricCatalog.canonical(Spec.of("test", type.name()));
    assertThat(MetricCatalog.canonical(MetricCatalog.ofCanonical("test", canonical)))
        .isEqualTo(canonical);
  }

  @Test
  void ofCanonical_otherValuesAndAnotherVersion_areReadOrRefused() {
    String canonical =
        MetricCatalog.canonical(
            Spec.parse("test", "bleu:smooth-method=floor,smooth-value=0.5,tokenize=zh"));
    assertThat(MetricCatalog.canonical(MetricCatalog.ofCanonical("test", canonical)))
        .isEqualTo(canonical)
        .contains("smooth-value=0.5");
    assertThatThrownBy(() -> MetricCatalog.ofCanonical("e.yaml:s", canonical.replace("@1", "@9")))
        .hasMessage(
            "e.yaml:s: was scored by version 9 of bleu, but this program has version 1; run the"
                + " stage again");
  }

  private static List<Segment> segments(MetricType type) {
    if (type.name().equals("seqeval")) {
      return List.of(new Segment("B-a I-a", List.of("B-a O")), new Segment("", List.of("")));
    }
    return NUMBERS.getOrDefault(
        type.name(), List.of(new Segment("a b c", List.of("a b d")), new Segment("", List.of(""))));
  }

  private static List<String> fields(Metric metric, Segment segment) {
    Tally tally = Tally.of(metric);
    StringBuilder line = new StringBuilder();
    tally.measure(segment);
    tally.append(line);
    return List.of(line.toString().split("\t", -1));
  }

  @Test
  void names_builtIn_areInOrder() {
    assertThat(MetricCatalog.all().list())
        .extracting(MetricType::name)
        .containsSubsequence("accuracy", "bleu", "chrf", "rouge", "wer");
  }

  @Test
  void bind_unknownName_listsKnownOnes() {
    assertThatThrownBy(() -> MetricCatalog.bind(Spec.of("x.yaml:3", "blue")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("x.yaml:3: unknown metric 'blue' (did you mean bleu?); known: ")
        .hasMessageContaining("bleu");
  }

  @Test
  void bind_bareValue_isTheFirstParameter() {
    Score score = Metrics.score("bleu:zh", List.of(new Segment("a", List.of("a"))));
    assertThat(score.signature()).contains("|tok:zh|");
  }

  /** A metric of a user with a model. */
  private static final class WithModel implements MetricType {
    @Override
    public String name() {
      return "with-model";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public String summary() {
      return "Nothing.";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(Parameter.output("model", OutputForm.FILES, "a model"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      throw new AssertionError("bound with " + arguments);
    }
  }

  @Test
  void arguments_outputOfAnotherStage_isRefused() {
    Spec spec = Spec.parse("x.yaml:3", "with-model:m");

    assertThatThrownBy(() -> MetricCatalog.arguments(new WithModel(), spec))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "x.yaml:3: metric 'with-model': the class"
                + " org.shoestring.metric.MetricCatalogTest$WithModel has the parameter 'model',"
                + " whose value is the output of another stage, but only steps can read one; give"
                + " the metric a parameter of another kind");
  }
}
