package org.shoestring.metric.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.scores;
import static org.shoestring.metric.Metrics.segments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.Golden;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;

class SeqevalTest {
  private static final List<Segment> SEGMENTS =
      segments(
          List.of("B-PER I-PER O I-LOC", "O I-LOC I-PER B-PER", "S-ORG I-ORG E-ORG O"),
          List.of("B-PER I-PER O B-LOC", "O I-LOC I-LOC B-PER", "S-ORG B-ORG E-ORG O"));

  // seqeval 1.2.2: precision_score, recall_score and f1_score(y, p, average=...)
  @ParameterizedTest
  @CsvSource({
    "micro, 0.7142857142857143, 0.8333333333333334, 0.7692307692307692",
    "macro, 0.7222222222222222, 0.8333333333333334, 0.7666666666666666",
    "weighted, 0.7222222222222222, 0.8333333333333334, 0.7666666666666666"
  })
  void score_anyTags_isThatOfSeqeval(String average, double precision, double recall, double f1) {
    String spec = "seqeval:average=" + average;
    assertThat(score(spec + ",score=precision", SEGMENTS).value()).isEqualTo(precision);
    assertThat(score(spec + ",score=recall", SEGMENTS).value()).isEqualTo(recall);
    assertThat(score(spec, SEGMENTS).value()).isEqualTo(f1);
  }

  @Test
  void score_default_isTheMicroF1() {
    assertThat(score("seqeval", SEGMENTS))
        .isEqualTo(
            new Score(
                "seqeval F1",
                0.7692307692307692,
                "(classes = 3 correct = 5 predicted = 7 reference = 6)",
                "nrefs:1|mode:default|average:micro|zero:0|version:shoestring-1"));
  }

  @Test
  void score_averageNone_isAScoreAType() {
    // seqeval 1.2.2: precision_score(y, p, average=None)
    List<Score> scores = scores("seqeval:average=none,score=precision", SEGMENTS);
    assertThat(scores)
        .extracting(Score::name)
        .containsExactly(
            "seqeval precision[LOC]", "seqeval precision[ORG]", "seqeval precision[PER]");
    assertThat(scores).extracting(Score::value).containsExactly(0.5, 1.0, 0.6666666666666666);
  }

  // seqeval 1.2.2: precision_score, recall_score and f1_score(y, p, mode="strict", scheme=...)
  @ParameterizedTest
  @CsvSource({
    "IOB1, B-PER I-PER O I-LOC I-PER/O B-LOC I-LOC B-PER I-PER,"
        + " B-PER I-PER O B-LOC I-PER/O I-LOC I-LOC B-PER B-PER, 0.6, 0.75, 0.6666666666666665",
    "IOB2, B-PER I-PER O I-LOC I-PER/O B-LOC I-LOC B-PER I-PER,"
        + " B-PER I-PER O B-LOC I-PER/O I-LOC I-LOC B-PER B-PER,"
        + " 0.3333333333333333, 0.25, 0.28571428571428575",
    "IOE1, I-a I-a I-b O E-b/E-a E-a I-a, I-a E-a I-b O E-b/E-a E-a I-a,"
        + " 0.75, 1.0, 0.8571428571428571",
    "IOE2, I-a E-a E-b O E-b/E-a I-a E-a, I-a E-a I-b O E-b/E-a E-a I-a,"
        + " 0.6, 0.75, 0.6666666666666665",
    "IOBES, B-a E-a S-b B-b I-b E-b O/S-a B-a I-a, B-a E-a S-b O B-b I-b E-b/S-a B-a I-a,"
        + " 0.75, 0.75, 0.75",
    "BILOU, B-a L-a U-b B-b I-b L-b O/U-a U-a I-a, B-a L-a U-b O B-b I-b L-b/U-a B-a I-a,"
        + " 0.6, 0.75, 0.6666666666666665"
  })
  void score_strict_isThatOfSeqeval(
      String scheme,
      String hypotheses,
      String references,
      double precision,
      double recall,
      double f1) {
    List<Segment> segments =
        segments(List.of(hypotheses.split("/", -1)), List.of(references.split("/", -1)));
    String spec = "seqeval:mode=strict,scheme=" + scheme;
    assertThat(score(spec + ",score=precision", segments).value()).isEqualTo(precision);
    assertThat(score(spec + ",score=recall", segments).value()).isEqualTo(recall);
    assertThat(score(spec, segments).value()).isEqualTo(f1);
    assertThat(score(spec, segments).signature()).contains("|mode:strict|scheme:" + scheme + "|");
  }

  @Test
  void score_iob1AfterAnEntity_continuesIt() {
    // seqeval 1.2.2: f1_score([["I-a", "B-b", "I-b"]], [["B-b", "B-b", "I-b"]], average=None,
    // mode="strict", scheme=IOB1)
    List<Segment> segments = segments(List.of("B-b B-b I-b"), List.of("I-a B-b I-b"));
    assertThat(scores("seqeval:average=none,mode=strict,scheme=IOB1", segments))
        .extracting(Score::value)
        .containsExactly(0.0, 0.0);
  }

  // seqeval 1.2.2: precision, recall and f1_score([["O"]], [[tag]], average=..., zero_division=...)
  @ParameterizedTest
  @CsvSource({
    "O, micro, 0, 0, 0, 0",
    "O, micro, 1, 1, 1, 1",
    "O, weighted, 1, 1, 1, 1",
    "B-a, micro, 0, 0, 0, 0",
    "B-a, micro, 1, 0, 1, 0",
    "B-a, macro, 1, 0, 1, 0",
    "B-a, weighted, 1, 0, 1, 0"
  })
  void score_noEntities_isThatOfSeqeval(
      String tag, String average, int zero, double precision, double recall, double f1) {
    List<Segment> segments = segments(List.of(tag), List.of("O"));
    String spec = "seqeval:average=" + average + ",zero-division=" + zero;
    assertThat(score(spec + ",score=precision", segments).value()).isEqualTo(precision);
    assertThat(score(spec + ",score=recall", segments).value()).isEqualTo(recall);
    assertThat(score(spec, segments).value()).isEqualTo(f1);
  }

  @Test
  void score_macroOfNoEntities_isANumber() {
    // seqeval 1.2.2: nan
    List<Segment> segments = segments(List.of("O", ""), List.of("O", ""));
    assertThat(score("seqeval:macro", segments).value()).isZero();
    assertThat(score("seqeval:average=macro,zero-division=1", segments).value()).isEqualTo(1);
  }

  @Test
  void measure_tagsWithoutAType_areOfOneType() {
    // seqeval 1.2.2: f1_score([["B", "I", "O", "B-"]], [["B-_", "I", "O", "I"]])
    assertThat(score("seqeval:none", segments(List.of("B-_ I O I"), List.of(" B  I O B- "))))
        .extracting(Score::name, Score::value)
        .containsExactly("seqeval F1[_]", 1.0);
  }

  @Test
  void measure_typesWithHyphens_areReadAsSeqevalDoes() {
    // seqeval 1.2.2: the types are "a-b" and "-a-"; strict: "a-b" and "a"
    List<Segment> segments = segments(List.of("B-a-b B--a-"), List.of("B-a-b B--a-"));
    assertThat(scores("seqeval:none", segments))
        .extracting(Score::name)
        .containsExactly("seqeval F1[-a-]", "seqeval F1[a-b]");
    assertThat(scores("seqeval:average=none,mode=strict,scheme=IOB2", segments))
        .extracting(Score::name)
        .containsExactly("seqeval F1[a]", "seqeval F1[a-b]");
  }

  @Test
  void measure_otherNumberOfTags_isRefused() {
    String message =
        "the hypothesis has 2 tags and the reference 4; both need one for each token, with blanks"
            + " between them";
    assertThatThrownBy(() -> score("seqeval", segments(List.of("O O"), List.of("O  O O B-a"))))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "seqeval, O PER, O O, tag 2 of the hypothesis is 'PER'",
    "seqeval, O, b-PER, tag 1 of the reference is 'b-PER'",
    "seqeval, O, U-PER, tag 1 of the reference is 'U-PER'",
    "seqeval, O-a, O, tag 1 of the hypothesis is 'O-a'",
    "seqeval, \u4e2d, O, tag 1 of the hypothesis is '\u4e2d'",
    "'seqeval:mode=strict,scheme=IOB2', S-a, O, tag 1 of the hypothesis is 'S-a'"
  })
  void measure_noTag_isRefused(String spec, String hypothesis, String reference, String message) {
    assertThatThrownBy(() -> score(spec, segments(List.of(hypothesis), List.of(reference))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void measure_noTag_saysTheCure() {
    assertThatThrownBy(
            () ->
                score(
                    "seqeval:mode=strict,scheme=BILOU",
                    segments(List.of("B-a E-a"), List.of("O O"))))
        .hasMessage(
            "tag 2 of the hypothesis is 'E-a', but by the scheme BILOU a tag is O, or B, I, L, U"
                + " with a hyphen and a type, as B-PER; write the tags so, with blanks between them,"
                + " or set another scheme with mode=strict");
  }

  @Test
  void score_noTypeInCommon_isRefused() {
    assertThatThrownBy(() -> score("seqeval", segments(List.of("B-1 B-2"), List.of("B-PER B-LOC"))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "the hypotheses have 2 types ('1', for example), and the references 2 types ('LOC',");
    assertThat(score("seqeval", segments(List.of("B-1 O"), List.of("B-PER B-LOC"))).value())
        .isZero();
  }

  @Test
  void bind_strictWithoutScheme_isRefused() {
    assertThatThrownBy(() -> MetricCatalog.bind(Spec.parse("test", "seqeval:mode=strict")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: metric 'seqeval': mode strict needs the scheme of the tags; write"
                + " seqeval:mode=strict,scheme=IOB2, or another scheme");
  }

  @Test
  void score_goldenTags_isThatOfSeqeval() {
    for (JsonNode record : Golden.records("seqeval/expected.jsonl")) {
      String name = record.get("case").asText();
      List<Segment> segments = conll("seqeval/" + name + ".conll");
      String scheme = Map.of("bio", "IOB2", "iobes", "IOBES").get(name);
      for (String average : List.of("micro", "macro", "weighted")) {
        compare("seqeval:average=" + average, segments, record.get(average));
        if (record.has("strict_" + average)) {
          String spec = "seqeval:mode=strict,scheme=" + scheme + ",average=" + average;
          compare(spec, segments, record.get("strict_" + average));
        }
      }
      for (Score score : scores("seqeval:none", segments)) {
        String type = score.name().replaceAll(".*\\[|\\]", "");
        JsonNode expected = record.get("report").get(type).get("f1-score");
        assertThat(score.value()).isEqualTo(Double.parseDouble(expected.asText()));
      }
    }
  }

  private static void compare(String spec, List<Segment> segments, JsonNode expected) {
    for (int i = 0; i < 3; i++) {
      String score = List.of("precision", "recall", "f1").get(i);
      assertThat(score(spec + ",score=" + score, segments).value())
          .as("%s %s", spec, score.toUpperCase(Locale.ROOT))
          .isEqualTo(Double.parseDouble(expected.get(i).asText()));
    }
  }

  /** Sentences of lines of a token, the tag of the reference and that of the hypothesis. */
  private static List<Segment> conll(String file) {
    return Arrays.stream(String.join("\n", Golden.lines(file)).split("\n\n", -1))
        .map(sentence -> new Segment(column(2, sentence), List.of(column(1, sentence))))
        .toList();
  }

  private static String column(int column, String sentence) {
    return sentence
        .strip()
        .lines()
        .map(line -> line.split("\t", -1)[column])
        .collect(Collectors.joining(" "));
  }
}
