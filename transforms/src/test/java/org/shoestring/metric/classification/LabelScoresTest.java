package org.shoestring.metric.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.scores;
import static org.shoestring.metric.Metrics.segments;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.CountMetric;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.classes.ClassCounts;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;

class LabelScoresTest {
  private static final List<Segment> ANIMALS =
      segments(
          List.of("cat", "cat", "cat", "ant", "dog", "elk", "dog"),
          List.of("cat", "dog", "cat", "ant", "dog", "cat", "bee"));

  // scikit-learn 1.2.1: precision_recall_fscore_support(y, p, average=..., zero_division=...),
  // balanced_accuracy_score, matthews_corrcoef, cohen_kappa_score(y, p, weights=...)
  @ParameterizedTest
  @CsvSource({
    "precision:macro, 0.4333333333333333",
    "recall:macro, 0.4333333333333333",
    "f1, 0.4333333333333333",
    "'precision:macro,zero-division=1', 0.6333333333333333",
    "'recall:macro,zero-division=1', 0.6333333333333333",
    "'f1:macro,zero-division=1', 0.4333333333333333",
    "f1:micro, 0.5714285714285714",
    "'precision:weighted,zero-division=1', 0.7142857142857143",
    "f1:weighted, 0.5714285714285714",
    "balanced-accuracy, 0.5416666666666666",
    "mcc, 0.4117647058823529",
    "kappa, 0.4",
    "kappa:linear, 0.40677966101694907",
    "kappa:quadratic, 0.4878048780487805"
  })
  void score_labels_isThatOfScikitLearn(String spec, double expected) {
    // The comma of a bare value and another parameter is that of the command line.
    String named = spec.replaceFirst(":(macro|micro|weighted)", ":average=$1");
    assertThat(score(named, ANIMALS).value()).isEqualTo(expected);
  }

  @Test
  void score_f1_namesCountsAndSettings() {
    assertThat(score("f1", ANIMALS))
        .isEqualTo(
            new Score(
                "F1",
                0.4333333333333333,
                "(classes = 5 correct = 4 predicted = 7 reference = 7)",
                "nrefs:1|average:macro|zero:0|version:shoestring-1"));
    assertThat(score("kappa:linear", ANIMALS).signature())
        .isEqualTo("nrefs:1|weights:linear|version:shoestring-1");
  }

  @Test
  void score_averageNone_isAScoreALabel() {
    List<Score> scores = scores("precision:average=none,zero-division=1", ANIMALS);
    assertThat(scores)
        .extracting(Score::name)
        .containsExactly(
            "precision[ant]",
            "precision[bee]",
            "precision[cat]",
            "precision[dog]",
            "precision[elk]");
    assertThat(scores)
        .extracting(Score::value)
        .containsExactly(1.0, 1.0, 0.6666666666666666, 0.5, 0.0);
    assertThat(scores.get(2).details()).isEqualTo("(correct = 2 predicted = 3 reference = 3)");
  }

  @Test
  void score_confusion_isACountACell() {
    // scikit-learn 1.2.1: confusion_matrix(["a", "b", "a"], ["a", "a", "c"])
    assertThat(
            scores("confusion", segments(List.of("a", "a", "c"), List.of("a", "b", "a"))).stream()
                .map(score -> score.name() + " " + score.value()))
        .containsExactly(
            "confusion[a][a] 1.0",
            "confusion[a][b] 0.0",
            "confusion[a][c] 1.0",
            "confusion[b][a] 1.0",
            "confusion[b][b] 0.0",
            "confusion[b][c] 0.0",
            "confusion[c][a] 0.0",
            "confusion[c][b] 0.0",
            "confusion[c][c] 0.0");
  }

  @Test
  void score_confusionOfManyLabels_isRefused() {
    List<String> labels = IntStream.range(0, 101).mapToObj(Integer::toString).toList();
    assertThatThrownBy(() -> scores("confusion", segments(labels, labels)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "a confusion matrix can have 100 labels at most, but there are 101;");
  }

  @Test
  void score_severalReferences_countsTheOneThatIsRight() {
    List<Segment> segments =
        List.of(
            new Segment("b", List.of("a", "b")),
            new Segment("c", List.of("a", "b")),
            new Segment("a", List.of("a", "a")));
    assertThat(scores("recall:average=none", segments).stream().map(Score::details))
        .containsExactly(
            "(correct = 1 predicted = 1 reference = 2)",
            "(correct = 1 predicted = 1 reference = 1)",
            "(correct = 0 predicted = 1 reference = 0)");
    assertThat(scores("confusion", segments).stream().map(Score::value))
        .containsExactly(1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0);
  }

  @Test
  void score_kappaOfNumbers_needsTheirOrder() {
    // scikit-learn 1.2.1: cohen_kappa_score(y, p, weights=..., labels=["1", "2", "3", "10"]), and
    // without labels
    List<Segment> segments =
        segments(List.of("1", "10", "10", "3", "1"), List.of("1", "2", "10", "3", "2"));
    String order = ",labels=1+2+3+10";
    assertThat(score("kappa:weights=linear" + order, segments).value())
        .isEqualTo(0.5714285714285714);
    assertThat(score("kappa:weights=quadratic" + order, segments).value())
        .isEqualTo(0.6575342465753424);
    assertThat(score("kappa:linear", segments).value()).isEqualTo(0.5454545454545454);
    assertThat(score("kappa:quadratic", segments).value()).isEqualTo(0.6153846153846154);
    assertThat(score("kappa:weights=linear" + order, segments).signature())
        .contains("|weights:linear|labels:1+2+3+10|");
  }

  @Test
  void score_kappaOfLabelThatIsNotNamed_isRefused() {
    assertThatThrownBy(() -> score("kappa:weights=linear,labels=cat+dog+ant+bee", ANIMALS))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "there is the label 'elk', which the parameter labels of the metric kappa does not"
                + " name; add it there, at its place in the order");
  }

  @ParameterizedTest
  @CsvSource({
    "'kappa:labels=a+b', test: metric 'kappa': labels is the order that linear",
    "'kappa:weights=linear,labels=a+b+a', metric 'kappa': label 'a' is named twice"
  })
  void bind_kappaWithWrongLabels_isRefused(String spec, String message) {
    assertThatThrownBy(() -> MetricCatalog.bind(Spec.parse("test", spec)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }

  // scikit-learn 1.2.1 on y = ["a", "a"], p = ["a", "a"], and on y = ["a"], p = ["b"]
  @ParameterizedTest
  @CsvSource({
    "accuracy, 1, 0",
    "balanced-accuracy, 1, 0",
    "f1, 1, 0",
    "f1:micro, 1, 0",
    "f1:weighted, 1, 0",
    "mcc, 0, 0"
  })
  void score_onlyOneLabelOrSegment_isThatOfScikitLearn(String spec, double right, double wrong) {
    assertThat(score(spec, Collections.nCopies(2, new Segment("a", List.of("a")))).value())
        .isEqualTo(right);
    assertThat(score(spec, List.of(new Segment("b", List.of("a")))).value()).isEqualTo(wrong);
  }

  @Test
  void score_kappaOfOnlyOneLabel_isNotDefined() {
    // scikit-learn 1.2.1: nan
    assertThatThrownBy(() -> score("kappa", List.of(new Segment("a", List.of("a")))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "kappa is not defined where all hypotheses and references have one");
    // scikit-learn 1.2.1: cohen_kappa_score(["a"], ["b"]), cohen_kappa_score(["a", "b"], ["a",
    // "a"])
    assertThat(score("kappa", List.of(new Segment("b", List.of("a")))).value()).isZero();
    assertThat(score("kappa", segments(List.of("a", "a"), List.of("a", "b"))).value()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"accuracy", "balanced-accuracy", "precision", "recall", "f1", "mcc", "kappa"})
  void score_noLabelInCommon_namesOneOfEachSide(String spec) {
    String message =
        "the hypotheses have 2 labels ('0', for example), and the references 2 labels ('negative',"
            + " for example), but none is on both sides; write the labels of both sides in the same"
            + " way";
    assertThatThrownBy(
            () -> score(spec, segments(List.of("1", "0"), List.of("positive", "negative"))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(
            () -> score(spec, Collections.nCopies(10, new Segment("1", List.of("positive")))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("the hypotheses have 1 label ('1', for example), and the ");
  }

  @Test
  void score_fewWrongOfOneLabel_isThatOfScikitLearn() {
    assertThat(score("accuracy", Collections.nCopies(9, new Segment("1", List.of("0")))).value())
        .isZero();
  }

  @Test
  void scores_labelsThatAResampleLost_areNoClasses() {
    // scikit-learn 1.2.1: f1_score(["a", "a"], ["a", "b"], average="macro")
    KeyCounts counts = new KeyCounts(ClassCounts.SIZE);
    counts.add("a", ClassCounts.CORRECT, 1);
    counts.add("a", ClassCounts.PREDICTED, 1);
    counts.add("a", ClassCounts.REFERENCE, 2);
    counts.add("b", ClassCounts.PREDICTED, 1);
    counts.add("c", ClassCounts.PREDICTED, 0);
    CountMetric metric = (CountMetric) MetricCatalog.bind(Spec.parse("test", "f1"));
    assertThat(metric.scores(counts, 1).get(0).value()).isEqualTo(0.3333333333333333);
  }

  @Test
  void score_countsAboveAFloats_areExact() {
    KeyCounts counts = new KeyCounts(ClassCounts.SIZE);
    for (int i = 0; i < ClassCounts.SIZE; i++) {
      counts.add("a", i, 30_000_001);
    }
    counts.add("b", ClassCounts.REFERENCE, 1);
    counts.add("a", ClassCounts.PREDICTED, 1);
    CountMetric metric = (CountMetric) MetricCatalog.bind(Spec.parse("test", "accuracy"));
    assertThat(metric.scores(counts, 1))
        .containsExactly(
            new Score(
                "accuracy",
                30_000_001 / 30_000_002.0,
                "(correct = 30000001 total = 30000002)",
                "nrefs:1|version:shoestring-2"));
  }

  @Test
  void keys_charactersBeyondTheBmp_areLast() {
    // Python 3.11: sorted(["\uffee", "\U0001f600", "\uffeea", "a"])
    List<String> labels = List.of("\uD83D\uDE00", "\uFFEEa", "a", "\uFFEE", "\uD83D\uDE01");
    assertThat(scores("recall:average=none", segments(labels, labels)))
        .extracting(Score::name)
        .containsExactly(
            "recall[a]",
            "recall[\uFFEE]",
            "recall[\uFFEEa]",
            "recall[\uD83D\uDE00]",
            "recall[\uD83D\uDE01]");
  }

  @Test
  void measure_labelWithATab_isRefusedWhereItWouldBeTwo() {
    assertThatThrownBy(() -> score("kappa", List.of(new Segment("a\tb", List.of("a")))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("labels cannot have tabs, but the pair");
  }
}
