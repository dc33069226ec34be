package org.shoestring.metric.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Sorted orders, ranks and discordances against their quadratic definitions. */
class PairsPropertiesTest {
  private static final Path FOLDER = Path.of("target", "pairs");

  private record Two(double reference, double hypothesis) {}

  @Property(tries = 300)
  void spilled_anyPairs_areThoseOfTheDefinition(
      @ForAll("pairs") List<Two> pairs, @ForAll @IntRange(min = 1, max = 40) int most) {
    try (SpilledPairs spilled = spilled(pairs, FOLDER, most)) {
      assertDefinition(spilled, pairs);
    }
  }

  @Property(tries = 300)
  void weighted_anyWeights_areThoseOfRepeatedPairs(
      @ForAll("pairs") List<Two> pairs, @ForAll Random random) {
    int[] weights = random.ints(pairs.size(), 0, 4).toArray();
    List<Two> repeated = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      for (int w = 0; w < weights[i]; w++) {
        repeated.add(pairs.get(i));
      }
    }
    try (SpilledPairs spilled = spilled(pairs, FOLDER, 1000);
        SpilledPairs copies = spilled(repeated, FOLDER, 7)) {
      NumberPairs resample = WeightedPairs.of(spilled).withWeights(weights);

      assertDefinition(resample, repeated);
      assertThat(all(resample.ranked()::forEach)).isEqualTo(all(copies.ranked()::forEach));
      assertThat(resample.discordances()).isEqualTo(copies.discordances());
    }
  }

  private static void assertDefinition(NumberPairs pairs, List<Two> expected) {
    assertThat(pairs.size()).isEqualTo(expected.size());
    assertThat(all(pairs::forEach)).isEqualTo(expected);
    assertThat(all(pairs::byReference))
        .isEqualTo(sorted(expected, PairsPropertiesTest::byReference));
    assertThat(all(pairs::byHypothesis))
        .isEqualTo(sorted(expected, PairsPropertiesTest::byHypothesis));
    assertThat(pairs.discordances()).isEqualTo(discordances(expected));
    List<Two> ranks = new ArrayList<>();
    for (Two pair : sorted(expected, PairsPropertiesTest::byReference)) {
      ranks.add(
          new Two(
              rank(pair.reference, expected.stream().map(Two::reference).toList()),
              rank(pair.hypothesis, expected.stream().map(Two::hypothesis).toList())));
    }
    NumberPairs ranked = pairs.ranked();
    assertThat(ranked.size()).isEqualTo(expected.size());
    assertThat(all(ranked::forEach)).isEqualTo(ranks);
    assertThat(all(ranked::byReference)).isEqualTo(ranks);
    assertThat(all(ranked::byHypothesis))
        .isEqualTo(sorted(ranks, PairsPropertiesTest::byHypothesis));
    assertThat(ranked.discordances()).isEqualTo(discordances(expected));
    assertThat(all(ranked.ranked()::forEach)).isEqualTo(ranks);
  }

  private static List<Two> all(Consumer<NumberPairs.Visitor> order) {
    List<Two> visited = new ArrayList<>();
    order.accept(
        (reference, hypothesis, weight) -> {
          assertThat(weight).isPositive();
          for (long i = 0; i < weight; i++) {
            visited.add(new Two(reference, hypothesis));
          }
        });
    return visited;
  }

  private static int byReference(Two a, Two b) {
    int order = Double.compare(a.reference, b.reference);
    return order == 0 ? Double.compare(a.hypothesis, b.hypothesis) : order;
  }

  private static int byHypothesis(Two a, Two b) {
    int order = Double.compare(a.hypothesis, b.hypothesis);
    return order == 0 ? Double.compare(a.reference, b.reference) : order;
  }

  private static List<Two> sorted(List<Two> pairs, Comparator<Two> order) {
    return pairs.stream().sorted(order).toList();
  }

  private static double rank(double number, List<Double> numbers) {
    long below = numbers.stream().filter(other -> other < number).count();
    long equal = numbers.stream().filter(other -> other == number).count();
    return below + (equal + 1) / 2.0;
  }

  private static long discordances(List<Two> pairs) {
    long discordances = 0;
    for (Two a : pairs) {
      for (Two b : pairs) {
        if (a.reference < b.reference && a.hypothesis > b.hypothesis) {
          discordances++;
        }
      }
    }
    return discordances;
  }

  private static SpilledPairs spilled(List<Two> pairs, Path folder, int most) {
    SpilledPairs spilled = new SpilledPairs(folder, most);
    pairs.forEach(pair -> spilled.add(pair.reference, pair.hypothesis));
    return spilled;
  }

  @Provide
  Arbitrary<List<Two>> pairs() {
    Arbitrary<Double> few = Arbitraries.of(-1.5, 0.0, 1.0, 2.0, 3.0);
    Arbitrary<Double> numbers =
        Arbitraries.oneOf(few, few, Arbitraries.doubles().between(-1e300, 1e300))
            .map(number -> number + 0.0);
    return Combinators.combine(numbers, numbers).as(Two::new).list().ofMaxSize(60);
  }
}
