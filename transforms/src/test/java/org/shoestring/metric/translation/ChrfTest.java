package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.shoestring.metric.Metrics.metric;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.Golden;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.step.tokenize.TokenSpans;

class ChrfTest {
  private static final List<String> SYSTEM =
      List.of("The cat sat on the mat.", "Prices rose by 3,5% in 2020.", "");
  private static final List<String> REFERENCE =
      List.of("The cat is sitting on the mat.", "Prices went up by 3.5% in 2020.", "Nothing.");
  private static final List<String> SECOND =
      List.of("A cat sat on the mat.", "Prices rose by 3.5 % in 2020.", "No.");

  // sacreBLEU 2.6.0: CHRF(...).corpus_score(SYSTEM, [REFERENCE]).score
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "chrf chrF2 44.5289537689592 eff:yes|nc:6|nw:0|space:no",
        "chrf:word-order=2 chrF2++ 47.332580648829534 eff:yes|nc:6|nw:2|space:no",
        "chrf:whitespace=true chrF2 52.400265656814724 eff:yes|nc:6|nw:0|space:yes",
        "chrf:eps-smoothing=true,word-order=1,beta=1 chrF1+ 51.887656318957134"
            + " eff:no|nc:6|nw:1|space:no"
      })
  void score_settings_isThatOfSacrebleu(
      String spec, String name, double expected, String signature) {
    Score score = score(spec, segments(SYSTEM, REFERENCE));
    assertThat(score.name()).isEqualTo(name);
    assertThat(score.value()).isCloseTo(expected, within(1e-9));
    assertThat(score.signature())
        .isEqualTo("nrefs:1|case:mixed|" + signature + "|version:shoestring-1");
  }

  @Test
  void score_twoReferences_takesTheBestOfEachSegment() {
    // sacreBLEU 2.6.0: CHRF().corpus_score(SYSTEM, [REFERENCE, SECOND]).score
    assertThat(score("chrf", segments(SYSTEM, REFERENCE, SECOND)).value())
        .isCloseTo(75.55994546229637, within(1e-9));
  }

  @Test
  void measure_emptyReference_countsNoHypothesis() {
    assertThat(metric("chrf:char-order=2").measure(new Segment("abc", List.of(""))))
        .containsExactly(0, 0, 0, 0, 0, 0);
  }

  @Test
  void measure_charactersBeyondTheBmp_countOnce() {
    Segment segment = new Segment("\uD83D\uDE00a", List.of("\uD83D\uDE01 a"));
    assertThat(metric("chrf:char-order=2").measure(segment)).containsExactly(2, 2, 1, 1, 1, 0);
  }

  @Test
  void split_goldenLines_areTheWordsOfSacrebleu() {
    assertThat(Golden.lines("tok/in.txt").stream().map(ChrfTest::words))
        .containsExactlyElementsOf(Golden.lines("tok/out.chrf_words.txt"));
  }

  private static String words(String line) {
    TokenSpans spans = new TokenSpans();
    ChrfWords.split(line, spans);
    String[] words = new String[spans.size()];
    Arrays.setAll(words, spans::token);
    return Arrays.stream(words).collect(Collectors.joining(" "));
  }
}
