package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.metric.Metrics.metric;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SumMetric;

class TerTest {
  private static final List<String> SYSTEM =
      List.of("The cat sat on the mat.", "Prices rose by 3,5% in 2020.", "");
  private static final List<String> REFERENCE =
      List.of("The cat is sitting on the mat.", "Prices went up by 3.5% in 2020.", "Nothing.");
  private static final List<String> SECOND =
      List.of("A cat sat on the mat.", "Prices rose by 3.5 % in 2020.", "No.");

  // sacreBLEU 2.6.0: TER(...).corpus_score(SYSTEM, [REFERENCE])
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "ter 40.0 case:lc|tok:tercom|norm:no|punct:yes|asian:no",
        "ter:normalized=true 36.84210526315789 case:lc|tok:tercom|norm:yes|punct:yes|asian:no",
        "ter:no-punct=true 33.33333333333333 case:lc|tok:tercom|norm:no|punct:no|asian:no",
        "ter:case-sensitive=true 40.0 case:mixed|tok:tercom|norm:no|punct:yes|asian:no",
        "ter:normalized=true,no-punct=true,asian-support=true 31.25"
            + " case:lc|tok:tercom|norm:yes|punct:no|asian:yes"
      })
  void score_settings_isThatOfSacrebleu(String spec, double expected, String signature) {
    assertThat(score(spec, segments(SYSTEM, REFERENCE)))
        .isEqualTo(
            new Score("TER", expected, "", "nrefs:1|" + signature + "|version:shoestring-1"));
  }

  @Test
  void score_twoReferences_isThatOfSacrebleu() {
    // sacreBLEU 2.6.0: TER().corpus_score(SYSTEM, [REFERENCE, SECOND])
    Score score = score("ter", segments(SYSTEM, REFERENCE, SECOND));
    assertThat(score.value()).isEqualTo(27.586206896551722);
    assertThat(score.signature()).startsWith("nrefs:2|");
  }

  // sacreBLEU 2.6.0: TER().corpus_score([hypothesis], [[reference]]), its num_edits, ref_length
  // and score
  @ParameterizedTest
  @CsvSource({
    "'','',0,0,0",
    "a,'',1,0,100",
    "a b,'',2,0,100",
    "'',a b,2,2,100",
    "a,a,0,1,0",
    "A,a,0,1,0",
    "a,b,1,1,100",
    "c d a b,a b c d,1,4,25",
    "d e a b c,a b c d e,1,5,20",
    "a b c d e f g h,h a b c d e f g,1,8,12.5",
    "b c a x y,a b c x y,1,5,20",
    "e d c b a,a b c d e,4,5,80",
    "b c e d c,c b c a,4,4,100",
    "b a b e d,d b a e b,2,5,40",
    "b e b c e,e c b d b,3,5,60"
  })
  void measure_shortLines_isThatOfSacrebleu(
      String hypothesis, String reference, int edits, int length, double expected) {
    SumMetric ter = metric("ter");
    double[] statistics = ter.measure(new Segment(hypothesis, List.of(reference)));
    assertThat(statistics).containsExactly(edits, length);
    assertThat(ter.score(statistics, 1).value()).isEqualTo(expected);
  }

  @Test
  void measure_severalReferences_takesFewestEditsAndMeanLength() {
    // sacreBLEU 2.6.0: TER().corpus_score([hypothesis], [[first], [second]])
    assertThat(measure("a b c d", "a b c d", "x")).containsExactly(0, 2.5);
    assertThat(measure("a", "", "b c")).containsExactly(1, 1);
  }

  // sacreBLEU 2.6.0: TER().corpus_score([h], [[r]]).num_edits, where h is
  // " ".join(f"w{(i * factor + offset) % words}" for i in range(words)) and r the same with 1 and 0
  @ParameterizedTest
  @CsvSource({
    "41,9,0,34",
    "60,7,0,54",
    "120,7,0,114",
    "300,7,0,294",
    "300,11,0,290",
    "100,1,40,100",
    "130,1,60,130"
  })
  void measure_longAndScrambled_isThatOfSacrebleu(int words, int factor, int offset, int edits) {
    assertThat(measure(scrambled(words, factor, offset), scrambled(words, 1, 0)))
        .containsExactly(edits, words);
  }

  private static String scrambled(int words, int factor, int offset) {
    return IntStream.range(0, words)
        .mapToObj(i -> "w" + (i * factor + offset) % words)
        .collect(Collectors.joining(" "));
  }

  @Test
  void measure_lengthsFarApart_isThatOfSacrebleu() {
    // sacreBLEU 2.6.0: TER().corpus_score([hypothesis], [[reference]]).num_edits
    String filler = scrambled(70, 1, 0);
    assertThat(measure("a b", filler + " a " + filler + " b")).containsExactly(141, 142);
    assertThat(measure("a " + "x ".repeat(60) + "b", "b")).containsExactly(61, 1);
  }

  @Test
  void measure_afterLongerSegment_isTheSame() {
    SumMetric ter = metric("ter");
    Segment segment = new Segment("d e a b c f", List.of("a b c d e"));
    double[] fresh = ter.measure(segment);
    ter.measure(new Segment(scrambled(120, 7, 0), List.of(scrambled(120, 1, 0))));
    assertThat(ter.measure(segment)).isEqualTo(fresh);
  }

  private static double[] measure(String hypothesis, String... references) {
    return metric("ter").measure(new Segment(hypothesis, List.of(references)));
  }
}
