package org.shoestring.metric.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.Golden;

class NumpyRandomTest {

  private static String choice(NumpyRandom random, int bound, int count) {
    int[] numbers = new int[count];
    int[] at = {0};
    random.choice(bound, count, number -> numbers[at[0]++] = number);
    return text(numbers);
  }

  private static String text(int... numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  private static String coins(NumpyRandom random, long first, int count) {
    NumpyRandom.Coins coins = random.coins(first);
    return text(IntStream.range(0, count).map(i -> coins.next() ? 1 : 0).toArray());
  }

  // numpy 1.24.2: numpy.random.default_rng(SEED).choice(BOUND, size=COUNT)
  @ParameterizedTest
  @CsvSource({
    "0, 1000, 850 636 511 269 307 40",
    "1099511627783, 1000003, 206515 829815 609505 255305 17010",
    "12345, 2147483647, 1501552845 488200390 1693606510 680233354",
    "5, 1, 0 0 0"
  })
  void choice_seeds_areThoseOfNumpy(long seed, int bound, String expected) {
    int count = (int) expected.chars().filter(c -> c == ' ').count() + 1;
    assertThat(choice(NumpyRandom.of(seed), bound, count)).isEqualTo(expected);
  }

  @Test
  void skipChoice_manyNumbers_goesOnAsAfterThem() {
    // numpy 1.24.2: numpy.random.default_rng(1).choice(1000, size=100001)[-4:]
    NumpyRandom random = NumpyRandom.of(1);
    random.skipChoice(1000, 99_997);
    assertThat(choice(random.copy(), 1000, 4)).isEqualTo("204 8 850 724");
    random.skipChoice(1, 1000); // Draws nothing.
    assertThat(choice(random, 1000, 4)).isEqualTo("204 8 850 724");
  }

  @Test
  void coins_farFromTheFirst_areThoseOfNumpy() {
    // numpy 1.24.2: default_rng(12345).integers(2, size=(1000, 777), dtype=bool)[999][-20:]
    String expected = "0 1 1 1 1 0 0 0 1 0 1 1 0 1 1 0 0 1 1 1";
    NumpyRandom random = NumpyRandom.of(12345);
    assertThat(coins(random, 1000 * 777 - 20, 20)).isEqualTo(expected);
    assertThat(coins(random, 1000 * 777 - 1, 1)).isEqualTo("1");
    assertThat(coins(random, 0, 12)).isEqualTo("1 0 1 1 1 0 0 1 1 0 0 0");
  }

  @Test
  void of_negativeSeed_isRefused() {
    assertThatThrownBy(() -> NumpyRandom.of(-1))
        .hasMessage("a seed is not negative, but this one is -1");
  }

  @Test
  void golden_choicesAndCoins_areThoseOfNumpy() {
    for (String line : Golden.lines("rng/expected.tsv")) {
      String[] fields = line.split("\t", -1);
      NumpyRandom random = NumpyRandom.of(Long.parseLong(fields[1].substring("seed=".length())));
      int bound = Integer.parseInt(fields[2].substring("n=".length()));
      String drawn = fields[0].equals("choice") ? choice(random, bound, 60) : coins(random, 0, 100);
      assertThat(drawn).as(line).isEqualTo(fields[4]);
    }
  }
}
