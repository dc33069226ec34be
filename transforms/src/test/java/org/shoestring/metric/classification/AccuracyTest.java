package org.shoestring.metric.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.Golden;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;

class AccuracyTest {

  @Test
  void score_someRight_isTheirShare() {
    // scikit-learn: accuracy_score(["b", "A", "c", ""], ["b", "a", "c ", ""])
    assertThat(score("accuracy", segments(List.of("b", "a", "c ", ""), List.of("b", "A", "c", ""))))
        .isEqualTo(
            new Score("accuracy", 0.5, "(correct = 2 total = 4)", "nrefs:1|version:shoestring-1"));
  }

  @Test
  void score_severalReferences_acceptsAnyOfThem() {
    assertThat(
            score("accuracy", segments(List.of("b", "c"), List.of("a", "a"), List.of("b", "b")))
                .value())
        .isEqualTo(0.5);
  }

  @Test
  void score_goldenLabels_isThatOfScikitLearn() {
    for (JsonNode record : Golden.records("clf/expected_classification.jsonl")) {
      List<Segment> segments =
          Golden.lines("clf/" + record.get("case").asText() + ".tsv").stream()
              .map(line -> line.split("\t", -1))
              .map(labels -> new Segment(labels[1], List.of(labels[0])))
              .toList();
      assertThat(segments).hasSize(record.get("n").asInt());
      assertThat(score("accuracy", segments).value())
          .as(record.get("case").asText())
          .isEqualTo(Double.parseDouble(record.get("accuracy").asText()));
    }
  }
}
