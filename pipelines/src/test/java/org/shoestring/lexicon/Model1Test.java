package org.shoestring.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Model1Test {
  private static final int DAS = 1;
  private static final int HAUS = 2;
  private static final int BUCH = 3;
  private static final int EIN = 4;
  private static final int THE = 1;
  private static final int HOUSE = 2;
  private static final int BOOK = 3;
  private static final int A = 4;

  /** das Haus, the house; das Buch, the book; ein Buch, a book: Koehn's textbook, chapter 4. */
  private static final List<Pair> TOY =
      List.of(
          new Pair(new int[] {DAS, HAUS}, new int[] {THE, HOUSE}),
          new Pair(new int[] {DAS, BUCH}, new int[] {THE, BOOK}),
          new Pair(new int[] {EIN, BUCH}, new int[] {A, BOOK}));

  private static final class Pair {
    private final int[] source;
    private final int[] target;

    Pair(int[] source, int[] target) {
      this.source = source;
      this.target = target;
    }
  }

  @Test
  void counts_firstIteration_givesTheValuesComputedByHand() {
    Model1 model = train(TOY, 1);

    // Each word of a pair is explained by the two words opposite and the null word, a third each.
    // das meets the twice, house and book once: (2/3, 1/3, 1/3) over 4/3.
    assertThat(toTarget(model, DAS, THE)).isCloseTo(1 / 2.0, within(1e-15));
    assertThat(toTarget(model, DAS, HOUSE)).isCloseTo(1 / 4.0, within(1e-15));
    assertThat(toTarget(model, DAS, BOOK)).isCloseTo(1 / 4.0, within(1e-15));
    assertThat(toTarget(model, HAUS, THE)).isCloseTo(1 / 2.0, within(1e-15));
    assertThat(toTarget(model, HAUS, HOUSE)).isCloseTo(1 / 2.0, within(1e-15));
    assertThat(toTarget(model, BUCH, BOOK)).isCloseTo(1 / 2.0, within(1e-15));
    assertThat(toTarget(model, EIN, A)).isCloseTo(1 / 2.0, within(1e-15));
    // The null word meets six words: the and book twice, house and a once.
    assertThat(toTarget(model, Vocabulary.NULL, THE)).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(toTarget(model, Vocabulary.NULL, HOUSE)).isCloseTo(1 / 6.0, within(1e-15));
    assertThat(toSource(model, DAS, THE)).isCloseTo(1 / 2.0, within(1e-15));
    assertThat(toSource(model, BUCH, A)).isCloseTo(1 / 2.0, within(1e-15));
    assertThat(toSource(model, DAS, Vocabulary.NULL)).isCloseTo(1 / 3.0, within(1e-15));
  }

  @Test
  void counts_secondIteration_givesTheValuesComputedByHand() {
    Model1 model = train(TOY, 2);

    // house: null 1/6, das 1/4, Haus 1/2, together 11/12; the beside it: 1/3, 1/2, 1/2, so 4/3.
    // Haus has (the 3/8, house 6/11); over 81/88 that is 33/81 and 48/81.
    assertThat(toTarget(model, HAUS, THE)).isCloseTo(33 / 81.0, within(1e-15));
    assertThat(toTarget(model, HAUS, HOUSE)).isCloseTo(48 / 81.0, within(1e-15));
  }

  @Test
  void counts_manyIterations_findTheTranslations() {
    Model1 model = train(TOY, 50);

    assertThat(toTarget(model, DAS, THE)).isGreaterThan(0.9);
    assertThat(toTarget(model, HAUS, HOUSE)).isGreaterThan(0.9);
    assertThat(toTarget(model, BUCH, BOOK)).isGreaterThan(0.9);
    assertThat(toTarget(model, EIN, A)).isGreaterThan(0.9);
  }

  @Property(tries = 200)
  void logLikelihood_anyData_neverFalls(@ForAll("corpora") List<Pair> corpus) {
    Model1 model = Model1.uniform(pairs(corpus));
    double before = Double.NEGATIVE_INFINITY;
    for (int iteration = 0; iteration < 8; iteration++) {
      Model1.Counts counts = model.counts();
      corpus.forEach(pair -> counts.add(pair.source, pair.target));
      model = counts.model();
      assertThat(counts.logLikelihood()).isGreaterThanOrEqualTo(before - 1e-9);
      before = counts.logLikelihood();
    }
  }

  @Property(tries = 100)
  void model_anyData_sumsToOneForEachWord(@ForAll("corpora") List<Pair> corpus) {
    Model1 model = train(corpus, 3);
    Cooccurrences pairs = model.pairs();
    for (int source = 0; source < pairs.sourceWords(); source++) {
      double sum = 0;
      for (int place = pairs.start(source); place < pairs.end(source); place++) {
        sum += model.toTarget(place);
      }
      if (pairs.end(source) > pairs.start(source)) {
        assertThat(sum).isCloseTo(1, within(1e-12));
      }
    }
  }

  @Provide
  Arbitrary<List<Pair>> corpora() {
    Arbitrary<int[]> sentences =
        Arbitraries.integers().between(1, 6).array(int[].class).ofMinSize(1).ofMaxSize(6);
    return Combinators.combine(sentences, sentences).as(Pair::new).list().ofMinSize(1).ofMaxSize(8);
  }

  private static Model1 train(List<Pair> corpus, int iterations) {
    Model1 model = Model1.uniform(pairs(corpus));
    for (int i = 0; i < iterations; i++) {
      Model1.Counts counts = model.counts();
      corpus.forEach(pair -> counts.add(pair.source, pair.target));
      model = counts.model();
    }
    return model;
  }

  private static Cooccurrences pairs(List<Pair> corpus) {
    LongCounts counts = new LongCounts(10_000);
    corpus.forEach(pair -> Cooccurrences.count(pair.source, pair.target, counts));
    return Cooccurrences.of(counts, 7, 7);
  }

  private static double toTarget(Model1 model, int source, int target) {
    return model.toTarget(model.pairs().find(source, target));
  }

  private static double toSource(Model1 model, int source, int target) {
    return model.toSource(model.pairs().find(source, target));
  }
}
