package org.shoestring.metric.classes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairwiseSumTest {

  // numpy 1.24.2: numpy.sum(1 / numpy.arange(1, count + 1))
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "1, 1.0",
    "7, 2.5928571428571425",
    "8, 2.7178571428571425",
    "9, 2.8289682539682537",
    "100, 5.187377517639621",
    "128, 5.433147092589173",
    "129, 5.440899030573669",
    "1000, 7.485470860550345",
    "8192, 9.58819004609531",
    "8193, 9.588312101508468",
    "20000, 10.480728217229329"
  })
  void of_anyCount_isThatOfNumpy(int count, double expected) {
    assertThat(PairwiseSum.of(count, i -> 1.0 / (i + 1))).isEqualTo(expected);
  }
}
