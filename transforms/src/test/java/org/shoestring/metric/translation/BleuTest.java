package org.shoestring.metric.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.metric.Metrics.metric;
import static org.shoestring.metric.Metrics.score;
import static org.shoestring.metric.Metrics.segments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.spec.UsageException;

class BleuTest {
  private static final List<String> SYSTEM =
      List.of("The cat sat on the mat.", "Prices rose by 3,5% in 2020.", "");
  private static final List<String> REFERENCE =
      List.of("The cat is sitting on the mat.", "Prices went up by 3.5% in 2020.", "Nothing.");
  private static final List<String> SECOND =
      List.of("A cat sat on the mat.", "Prices rose by 3.5 % in 2020.", "No.");

  // sacreBLEU 2.6.0: BLEU(...).corpus_score(SYSTEM, [REFERENCE]).score
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "bleu 33.08361855849951",
        "bleu:lowercase=true,tokenize=intl 26.180765617711558",
        "bleu:smooth-method=floor 33.08361855849951",
        "bleu:smooth-method=add-k,smooth-value=0.5 35.426257728829185",
        "bleu:max-ngram-order=2 50.27018407684756"
      })
  void score_settings_isThatOfSacrebleu(String spec, double expected) {
    assertThat(score(spec, segments(SYSTEM, REFERENCE)).value()).isEqualTo(expected);
  }

  @Test
  void score_oneReference_saysAllThatDecidesIt() {
    assertThat(score("bleu", segments(SYSTEM, REFERENCE)))
        .isEqualTo(
            new Score(
                "BLEU",
                33.08361855849951,
                "80.0/53.8/36.4/22.2 (BP = 0.766 ratio = 0.789 hyp_len = 15 ref_len = 19)",
                "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:shoestring-1"));
  }

  @Test
  void score_twoReferences_isThatOfSacrebleu() {
    // sacreBLEU 2.6.0: BLEU().corpus_score(SYSTEM, [REFERENCE, SECOND])
    Score score = score("bleu", segments(SYSTEM, REFERENCE, SECOND));
    assertThat(score.value()).isEqualTo(60.16533035111393);
    assertThat(score.details())
        .isEqualTo("93.3/84.6/63.6/44.4 (BP = 0.875 ratio = 0.882 hyp_len = 15 ref_len = 17)");
    assertThat(score.signature()).startsWith("nrefs:2|");
  }

  @Test
  void signature_unusualSettings_tellsThem() {
    assertThat(
            score(
                    "bleu:lowercase=true,smooth-method=floor,max-ngram-order=2,effective-order=true",
                    segments(SYSTEM, REFERENCE))
                .signature())
        .isEqualTo(
            "nrefs:1|case:lc|eff:yes|tok:13a|smooth:floor[0.10]|ngram:2|version:shoestring-1");
  }

  // sacreBLEU 2.6.0: BLEU(smooth_method=..., effective_order=...).sentence_score(...)
  @ParameterizedTest
  @CsvSource({
    "a,a,exp,true,100.00000000000004",
    "a,a,exp,false,0",
    "a b c,a b c,add-k,false,100.00000000000004",
    "a b c,a b c,none,false,0",
    "a b,x y,floor,true,0",
    "'',a,add-k,true,0",
    "a,'',exp,true,0"
  })
  void score_shortLines_isThatOfSacrebleu(
      String hypothesis, String reference, String smoothing, boolean effective, double expected) {
    assertThat(
            score(
                    "bleu:smooth-method=" + smoothing + ",effective-order=" + effective,
                    segments(List.of(hypothesis), List.of(reference)))
                .value())
        .isEqualTo(expected);
  }

  @Test
  void measure_tokensWithEqualCodes_areToldApart() {
    // Nine Latin-1 chars: the first and the last fall on the same byte of a token's code.
    Segment segment = new Segment("abcdefghi ibcdefgha", List.of("ibcdefgha ibcdefgha"));
    assertThat(metric("bleu:max-ngram-order=1").measure(segment)).containsExactly(2, 2, 1, 2);
  }

  @Test
  void measure_repeatedTokens_countsAtMostThoseOfOneReference() {
    Segment segment =
        new Segment("the the the the", List.of("the cat the", "the the the dog is here", "x"));
    assertThat(metric("bleu:max-ngram-order=2").measure(segment)).containsExactly(4, 3, 3, 2, 4, 3);
  }

  @Test
  void measure_referencesAsClose_takesTheShorter() {
    assertThat(metric("bleu").measure(new Segment("a b", List.of("a b c", "a")))[1]).isEqualTo(1);
  }

  @Test
  void bind_smoothValueWithoutMethod_isRefused() {
    assertThatThrownBy(() -> metric("bleu:smooth-value=0.1"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: metric 'bleu': smooth-value works only with the smooth-method floor or add-k, but"
                + " smooth-method is 'exp'; remove smooth-value, or change smooth-method");
  }
}
