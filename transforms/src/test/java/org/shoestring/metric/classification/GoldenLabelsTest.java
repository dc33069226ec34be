package org.shoestring.metric.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.metric.Metrics.scores;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.Golden;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;

/** Labels against all that scikit-learn 1.2.1 with numpy 1.24.2 answered, to the last bit. */
class GoldenLabelsTest {
  private static final List<String> SCORES = List.of("precision", "recall", "f1");

  @Test
  void score_goldenLabels_isThatOfScikitLearn() {
    for (JsonNode record : Golden.records("clf/expected_classification.jsonl")) {
      List<Segment> segments =
          Golden.lines("clf/" + record.get("case").asText() + ".tsv").stream()
              .map(line -> line.split("\t", -1))
              .map(labels -> new Segment(labels[1], List.of(labels[0])))
              .toList();
      assertThat(segments).hasSize(record.get("n").asInt());
      compare(segments, "accuracy", record.get("accuracy"));
      compare(segments, "balanced-accuracy", record.get("balanced_accuracy"));
      compare(segments, "mcc", record.get("mcc"));
      compare(segments, "kappa", record.get("kappa"));
      compare(segments, "kappa:quadratic", record.get("kappa_quadratic"));
      for (int i = 0; i < SCORES.size(); i++) {
        for (String average : List.of("micro", "macro", "weighted")) {
          String spec = SCORES.get(i) + ":average=" + average;
          compare(segments, spec, record.get(average).get(i));
          compare(segments, spec + ",zero-division=1", record.get(average + "_zd1").get(i));
        }
        compare(segments, SCORES.get(i) + ":average=none", record.get("per_class").get(i));
      }
      compareNames(segments, record.get("labels"));
      List<JsonNode> rows = new ArrayList<>();
      record.get("confusion").forEach(row -> row.forEach(rows::add));
      compare(segments, "confusion", rows);
    }
  }

  private static void compare(List<Segment> segments, String spec, JsonNode expected) {
    List<JsonNode> all = new ArrayList<>();
    if (expected.isArray()) {
      expected.forEach(all::add);
    } else {
      all.add(expected);
    }
    compare(segments, spec, all);
  }

  private static void compare(List<Segment> segments, String spec, List<JsonNode> expected) {
    assertThat(scores(spec, segments))
        .extracting(Score::value)
        .as(spec)
        .containsExactlyElementsOf(
            expected.stream().map(value -> Double.valueOf(value.asText())).toList());
  }

  private static void compareNames(List<Segment> segments, JsonNode labels) {
    List<String> names = new ArrayList<>();
    labels.forEach(label -> names.add("recall[" + label.asText() + "]"));
    assertThat(scores("recall:average=none", segments))
        .extracting(Score::name)
        .containsExactlyElementsOf(names);
  }
}
