package org.shoestring.metric.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreciseSumTest {

  @Test
  void value_largeTermsThatCancel_keepsSmallOne() {
    PreciseSum sum = new PreciseSum();
    sum.add(1e17, 3);
    sum.add(0.1, 1);
    sum.add(-3e17, 1);
    assertThat(sum.value()).isEqualTo(0.1);
  }

  @Test
  void value_productThatIsRounded_keepsItsRest() {
    PreciseSum sum = new PreciseSum();
    sum.add(1 + 0x1p-30, 1 + 0x1p-30, 5);
    sum.add(-1 - 0x1p-29, 5);
    assertThat(sum.value()).isEqualTo(5 * 0x1p-60);
  }

  @Test
  void value_weightedNumberThatIsRounded_keepsItsRest() {
    PreciseSum sum = new PreciseSum();
    sum.add(1 + 0x1p-52, 3);
    sum.add(-3, 1);
    assertThat(sum.value()).isEqualTo(3 * 0x1p-52);
  }

  @Test
  void value_weightedProducts_isThatOfDecimals() {
    Random random = new Random(7);
    PreciseSum sum = new PreciseSum();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 1000; i++) {
      double factor = random.nextGaussian();
      double other = random.nextGaussian() * 1e6;
      int weight = random.nextInt(5);
      sum.add(factor, other, weight);
      exact =
          exact.add(
              new BigDecimal(factor)
                  .multiply(new BigDecimal(other))
                  .multiply(BigDecimal.valueOf(weight)));
    }
    assertThat(sum.value()).isEqualTo(exact.doubleValue());
  }
}
