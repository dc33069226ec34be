package org.shoestring.metric.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.metric.Metrics.metric;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.Golden;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.spec.UsageException;

class ErrorRatesTest {
  private static final List<String> SYSTEM =
      List.of("the cat sit on mat today", "hello world again", "noise", "a b c");
  private static final List<String> REFERENCE =
      List.of("the cat sat on the mat", "hello  world\t\tagain", "", "a\tb c");

  // jiwer 4.0.0: wer(REFERENCE, SYSTEM); the counts are those of process_words
  @ParameterizedTest
  @CsvSource({
    "wer, 0.5454545454545454",
    "mer, 0.46153846153846156",
    "wil, 0.6573426573426573",
    "wip, 0.34265734265734266"
  })
  void score_words_isThatOfJiwer(String name, double expected) {
    Score score = score(name, segments(SYSTEM, REFERENCE));
    assertThat(score.value()).isEqualTo(expected);
    assertThat(score.details())
        .isEqualTo("(hits = 7 substitutions = 4 deletions = 0 insertions = 2)");
    assertThat(score.signature()).isEqualTo("nrefs:1|unit:word|version:shoestring-1");
  }

  @Test
  void score_characters_isThatOfJiwer() {
    // jiwer 4.0.0: cer(REFERENCE, SYSTEM); the counts are those of process_characters
    assertThat(score("cer", segments(SYSTEM, REFERENCE)))
        .isEqualTo(
            new Score(
                "CER",
                0.3695652173913043,
                "(hits = 36 substitutions = 8 deletions = 2 insertions = 7)",
                "nrefs:1|unit:char|version:shoestring-1"));
  }

  // jiwer 4.0.0: wer(reference, hypothesis), and so on
  @ParameterizedTest
  @CsvSource({
    "'', '', 0, 0, 0, 1, 0",
    "a, '', 1, 1, 1, 0, 1",
    "'', a b, 2, 1, 1, 0, 3",
    "' ', '', 0, 0, 0, 1, 0",
    "a b c, 'a  b   c ', 0, 0, 0, 1, 0.6",
    "'a\tb', a b, 2, 1, 1, 0, 0.3333333333333333",
    "'a\t\tb', a b, 0, 0, 0, 1, 0.5",
    "'\ta', a, 0, 0, 0, 1, 0",
  })
  void score_emptySidesAndBlanks_isThatOfJiwer(
      String reference,
      String hypothesis,
      double wer,
      double mer,
      double wil,
      double wip,
      double cer) {
    List<Segment> segments = List.of(new Segment(hypothesis, List.of(reference)));
    assertThat(score("wer", segments).value()).isEqualTo(wer);
    assertThat(score("mer", segments).value()).isEqualTo(mer);
    assertThat(score("wil", segments).value()).isEqualTo(wil);
    assertThat(score("wip", segments).value()).isEqualTo(wip);
    assertThat(score("cer", segments).value()).isEqualTo(cer);
  }

  // jiwer 4.0.0: process_words(reference, hypothesis)
  @ParameterizedTest
  @CsvSource({
    "a b, b a, 1, 0, 1, 1",
    "a b c a, b c a a, 3, 0, 1, 1",
    "a b a b, b a b a b b, 4, 0, 0, 2",
    "x y, y z x y, 2, 0, 0, 2"
  })
  void measure_equallyShortAlignments_takesThatOfJiwer(
      String reference, String hypothesis, double hits, double subs, double dels, double ins) {
    assertThat(metric("wer").measure(new Segment(hypothesis, List.of(reference))))
        .containsExactly(hits, subs, dels, ins);
  }

  @Test
  void measure_charactersBeyondTheBmp_countOnce() {
    Segment segment = new Segment("\uD83D\uDE00a", List.of("\uD83D\uDE01a"));
    assertThat(metric("cer").measure(segment)).containsExactly(1, 1, 0, 0);
    assertThat(metric("edit-distance").measure(segment)).containsExactly(1, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wer", "cer", "mer", "wil", "wip", "edit-distance"})
  void measure_severalReferences_isRefused(String name) {
    assertThatThrownBy(() -> metric(name).measure(new Segment("a", List.of("a", "b"))))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "metric '"
                + name
                + "' compares a text with one reference, but 2 are given; score against each of"
                + " them on its own");
  }

  @Test
  void score_editDistance_isTheMeanAndStripsNothing() {
    // RapidFuzz 3.14.6: Levenshtein.distance("kitten", "sitting") is 3, that of " a" and "a" is 1
    assertThat(score("edit-distance", segments(List.of("kitten", " a"), List.of("sitting", "a"))))
        .isEqualTo(
            new Score(
                "edit-distance",
                2,
                "(edits = 4 segments = 2)",
                "nrefs:1|unit:char|version:shoestring-1"));
  }

  @Test
  void score_goldenTranscripts_isThatOfJiwer() {
    for (JsonNode record : Golden.records("wer/expected.jsonl")) {
      List<Segment> segments =
          Golden.lines("wer/" + record.get("case").asText() + ".tsv").stream()
              .map(line -> line.split("\t", -1))
              .map(sides -> new Segment(sides[1], List.of(sides[0])))
              .toList();
      for (String name : List.of("wer", "cer")) {
        assertThat(score(name, segments).value())
            .as(name + " of " + record)
            .isEqualTo(Double.parseDouble(record.get(name).asText()));
      }
    }
  }
}
