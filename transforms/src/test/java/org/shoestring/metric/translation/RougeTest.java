package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.shoestring.metric.Metrics.metric;
import static org.shoestring.metric.Metrics.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.Golden;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SumMetric;

class RougeTest {
  private static final List<String> TYPES = List.of("1", "2", "3", "L", "Lsum");
  private static final Segment SEGMENT =
      new Segment(
          "Nobody watches the cat.\nThe cat sits on the mat, the mat.",
          List.of("The cats were sitting on the mat.\nNobody watched them."));

  // rouge_score 0.1.2 with NLTK 3.10.3:
  // RougeScorer(["rouge1", ...], use_stemmer=...).score(reference, hypothesis)
  @ParameterizedTest
  @CsvSource({
    "1, false, 0.4166666666666667, 0.5, 0.45454545454545453",
    "2, false, 0.18181818181818182, 0.2222222222222222, 0.19999999999999998",
    "L, false, 0.3333333333333333, 0.4, 0.3636363636363636",
    "Lsum, false, 0.4166666666666667, 0.5, 0.45454545454545453",
    "1, true, 0.6666666666666666, 0.8, 0.7272727272727272",
    "2, true, 0.45454545454545453, 0.5555555555555556, 0.5",
    "L, true, 0.5, 0.6, 0.5454545454545454",
    "Lsum, true, 0.6666666666666666, 0.8, 0.7272727272727272"
  })
  void measure_types_isThatOfRougeScore(
      String type, boolean stemmer, double precision, double recall, double f) {
    SumMetric metric = metric("rouge:type=" + type + ",stemmer=" + stemmer);
    assertThat(metric.measure(SEGMENT)).containsExactly(precision, recall, f, 1);
  }

  @Test
  void score_twoSegments_isTheMeanOfTheirFScores() {
    assertThat(score("rouge:1", List.of(SEGMENT, new Segment("...", List.of("a")))))
        .isEqualTo(
            new Score(
                "rouge1",
                0.45454545454545453 / 2,
                "(precision = 0.2083 recall = 0.2500 segments = 2)",
                "nrefs:1|type:1|stem:no|version:shoestring-1"));
    assertThat(score("rouge", List.of(SEGMENT)).signature()).contains("|type:L|");
  }

  @Test
  void measure_severalReferences_takesTheBestFScore() {
    // rouge_score 0.1.2: RougeScorer(["rouge1"]).score_multi(["a b c d", "c d", "x"], "a b")
    assertThat(metric("rouge:1").measure(new Segment("a b", List.of("a b c d", "c d", "x"))))
        .containsExactly(1, 0.5, 0.6666666666666666, 1);
  }

  @Test
  void measure_referencesOfOneFScore_takesTheFirst() {
    // rouge_score 0.1.2: RougeScorer(["rouge1"]).score_multi(["x", "a b c d", "a"], "a b"), and
    // with the last two the other way round
    assertThat(metric("rouge:1").measure(new Segment("a b", List.of("x", "a b c d", "a"))))
        .containsExactly(1, 0.5, 0.6666666666666666, 1);
    assertThat(metric("rouge:1").measure(new Segment("a b", List.of("x", "a", "a b c d"))))
        .containsExactly(0.5, 1, 0.6666666666666666, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.75, 0.6, 0.6666666666666665",
    "2, 0.6666666666666666, 0.5, 0.5714285714285715",
    "L, 0.75, 0.6, 0.6666666666666665",
    "Lsum, 0.75, 0.6, 0.6666666666666665"
  })
  void measure_repeatedTokens_countAsOftenAsInBoth(
      String type, double precision, double recall, double f) {
    // rouge_score 0.1.2: RougeScorer([...]).score("a a a\nb a", "a b b\na")
    assertThat(metric("rouge:" + type).measure(new Segment("a b b\na", List.of("a a a\nb a"))))
        .containsExactly(precision, recall, f, 1);
  }

  @Test
  void measure_textWithoutTokens_isZero() {
    // rouge_score 0.1.2: RougeScorer(["rouge1", "rougeL", "rougeLsum"]).score("", "a"), ...
    for (String type : TYPES) {
      for (String[] sides : new String[][] {{"", ""}, {"a", ""}, {"", "a"}, {"...\n", "a\n"}}) {
        assertThat(metric("rouge:" + type).measure(new Segment(sides[1], List.of(sides[0]))))
            .containsExactly(0, 0, 0, 1);
      }
    }
  }

  @Test
  void measure_lettersBeyondAscii_splitUnlessTheirLowerCaseIsAscii() {
    // rouge_score 0.1.2: score("\u212aelvin \u0130x caf\u00e9", "kelvin i x caf") is 1 for rouge1
    Segment segment = new Segment("kelvin i x caf", List.of("\u212aelvin \u0130x caf\u00e9"));
    assertThat(metric("rouge:1").measure(segment)).containsExactly(1, 1, 1, 1);
  }

  @Test
  void score_goldenPairs_isThatOfRougeScore() {
    List<Segment> segments =
        Golden.lines("rouge/pairs.tsv").stream()
            .map(line -> line.replace("\\n", "\n").split("\t", -1))
            .map(sides -> new Segment(sides[1], List.of(sides[0])))
            .toList();
    Map<String, SumMetric> metrics = new HashMap<>();
    SoftAssertions softly = new SoftAssertions();
    int compared = 0;
    for (JsonNode record : Golden.records("rouge/expected.jsonl")) {
      if (!record.get("tool").asText().equals("rouge_score") || !record.has("stem")) {
        continue;
      }
      for (String type : TYPES) {
        String spec = "rouge:type=" + type + ",stemmer=" + record.get("stem").asText();
        SumMetric metric = metrics.computeIfAbsent(spec, key -> metric(key));
        double[] measured = metric.measure(segments.get(record.get("line").asInt()));
        for (int i = 0; i < 3; i++) {
          softly
              .assertThat(measured[i])
              .as(spec + " of " + record)
              .isEqualTo(Double.parseDouble(record.get("rouge" + type).get(i).asText()));
        }
        compared++;
      }
    }
    softly.assertAll();
    assertThat(compared).isEqualTo(10 * segments.size());
  }

  @Test
  void score_goldenMeans_areThoseOfRougeScore() {
    List<Segment> segments =
        Golden.lines("rouge/pairs.tsv").stream()
            .map(line -> line.replace("\\n", "\n").split("\t", -1))
            .map(sides -> new Segment(sides[1], List.of(sides[0])))
            .toList();
    JsonNode means =
        Golden.records("rouge/expected.jsonl").stream()
            .filter(record -> record.has("mean_over_lines_prf"))
            .findFirst()
            .orElseThrow()
            .get("mean_over_lines_prf");
    for (String type : TYPES) {
      for (boolean stemmer : new boolean[] {false, true}) {
        JsonNode mean = means.get("rouge" + type + "_stem" + (stemmer ? 1 : 0));
        assertThat(score("rouge:type=" + type + ",stemmer=" + stemmer, segments).value())
            .isCloseTo(Double.parseDouble(mean.get(2).asText()), within(1e-14));
      }
    }
  }
}
