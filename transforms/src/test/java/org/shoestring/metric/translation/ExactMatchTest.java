package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.metric.Score;

class ExactMatchTest {

  @Test
  void score_someEqual_isTheirShare() {
    assertThat(score("exact-match", segments(List.of("a b", "A"), List.of("a b", "a"))))
        .isEqualTo(
            new Score(
                "exact-match", 0.5, "(matches = 1 segments = 2)", "nrefs:1|version:shoestring-1"));
  }

  @Test
  void score_severalReferences_acceptsAnyOfThem() {
    assertThat(
            score("exact-match", segments(List.of("b", "c"), List.of("a", "a"), List.of("b", "b")))
                .value())
        .isEqualTo(0.5);
  }
}
