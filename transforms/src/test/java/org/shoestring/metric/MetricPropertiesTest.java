package org.shoestring.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetricPropertiesTest {
  private static final List<String> SPECS =
      List.of(
          "exact-match",
          "bleu",
          "bleu:tokenize=zh,lowercase=true,effective-order=true",
          "bleu:tokenize=intl,smooth-method=floor",
          "bleu:tokenize=char,smooth-method=add-k",
          "bleu:tokenize=none,smooth-method=none",
          "chrf",
          "chrf:word-order=2,lowercase=true",
          "chrf:whitespace=true,eps-smoothing=true");

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void sums_anySplit_areThoseOfTheWhole(
      @ForAll("corpora") List<Segment> segments, @ForAll int seed) {
    int cut = Math.floorMod(seed, segments.size() + 1);
    for (String spec : SPECS) {
      SumMetric metric = Metrics.metric(spec);
      double[] first = Metrics.sums(metric, segments.subList(0, cut));
      double[] rest = Metrics.sums(metric, segments.subList(cut, segments.size()));
      for (int i = 0; i < first.length; i++) {
        first[i] += rest[i];
      }
      assertThat(first).isEqualTo(Metrics.sums(metric, segments));
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void score_otherOrder_isTheSame(@ForAll("corpora") List<Segment> segments, @ForAll long seed) {
    List<Segment> shuffled = new ArrayList<>(segments);
    Collections.shuffle(shuffled, new Random(seed));
    for (String spec : SPECS) {
      assertThat(Metrics.score(spec, shuffled)).isEqualTo(Metrics.score(spec, segments));
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void score_anySegments_isInRange(@ForAll("corpora") List<Segment> segments) {
    for (String spec : SPECS) {
      double highest = spec.equals("exact-match") ? 1 : 100.0000000001;
      assertThat(Metrics.score(spec, segments).value()).as(spec).isBetween(0.0, highest);
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void score_accuracyOfSomeThatEqualAReference_isTheirShare(
      @ForAll("lines") String line,
      @ForAll @IntRange(max = 5) int first,
      @ForAll @IntRange(max = 5) int second,
      @ForAll @IntRange(max = 5) int none) {
    Assume.that(first + second + none > 0);
    List<Segment> segments = new ArrayList<>();
    segments.addAll(Collections.nCopies(first, new Segment(line, List.of(line, line + "x"))));
    segments.addAll(Collections.nCopies(second, new Segment(line, List.of(line + "x", line))));
    segments.addAll(Collections.nCopies(none, new Segment(line, List.of(line + "x", "x" + line))));

    assertThat(Metrics.score("accuracy", segments).value())
        .isEqualTo((double) (first + second) / (first + second + none));
  }

  @Test
  void score_accuracyOfOneInTwo_isAHalf() {
    List<Segment> segments =
        List.of(new Segment("a", List.of("a", "b")), new Segment("a", List.of("b", "c")));

    assertThat(Metrics.score("accuracy", segments).value()).isEqualTo(0.5);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void measure_repeated_isTheSame(@ForAll("corpora") List<Segment> segments) {
    for (String spec : SPECS) {
      SumMetric metric = Metrics.metric(spec);
      for (Segment segment : segments) {
        assertThat(metric.measure(segment)).isEqualTo(Metrics.metric(spec).measure(segment));
      }
    }
  }

  @Property(tries = 200)
  void score_identicalLines_isTheHighest(@ForAll("lines") String line) {
    List<Segment> segments = List.of(new Segment(line, List.of("x", line)));
    assertThat(Metrics.score("accuracy", segments).value()).isEqualTo(1);
    if (!line.isBlank()) {
      for (String spec : List.of("bleu:effective-order=true", "chrf", "chrf:word-order=2")) {
        assertThat(Metrics.score(spec, segments).value()).as(spec).isCloseTo(100, within(1e-9));
      }
    }
  }

  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> words =
        Arbitraries.of("a", "b", "A", "the", ".", ",", "1,2", "中国", "ΣΑΣ", "\uD83D\uDE00", "(hi)")
            .list()
            .ofMaxSize(12)
            .map(list -> String.join(" ", list));
    return Arbitraries.oneOf(words, Arbitraries.strings().ofMaxLength(30).excludeChars('\n'));
  }

  @Provide
  Arbitrary<List<Segment>> corpora() {
    return Combinators.combine(lines(), lines(), lines())
        .as((hypothesis, one, other) -> new Segment(hypothesis, List.of(one, other)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}
