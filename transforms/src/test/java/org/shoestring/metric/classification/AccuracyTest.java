package org.shoestring.metric.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.metric.Score;

class AccuracyTest {

  @Test
  void score_someRight_isTheirShare() {
    // scikit-learn: accuracy_score(["b", "A", "c", ""], ["b", "a", "c ", ""])
    assertThat(score("accuracy", segments(List.of("b", "a", "c ", ""), List.of("b", "A", "c", ""))))
        .isEqualTo(
            new Score("accuracy", 0.5, "(correct = 2 total = 4)", "nrefs:1|version:shoestring-2"));
  }

  @Test
  void score_severalReferences_acceptsAnyOfThem() {
    assertThat(
            score("accuracy", segments(List.of("b", "c"), List.of("a", "a"), List.of("b", "b")))
                .value())
        .isEqualTo(0.5);
  }
}
