package org.shoestring.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class PreciseMathTest {
  private static final MathContext DIGITS = new MathContext(60);

  @Property
  void exp_anyPower_isTheNearestDouble(
      @ForAll @DoubleRange(min = -20, max = 20) @Scale(15) double x) {
    assertThat(PreciseMath.exp(x)).isEqualTo(exp(new BigDecimal(x)).doubleValue());
  }

  @Property
  void log_anyNumber_isTheNearestDouble(
      @ForAll @DoubleRange(min = 1e-6, max = 100) @Scale(15) double x) {
    // One step of Newton's method from a double leaves an error of about its square.
    BigDecimal guess = BigDecimal.valueOf(Math.log(x));
    for (int i = 0; i < 2; i++) {
      BigDecimal e = new BigDecimal(x).multiply(exp(guess.negate()), DIGITS);
      guess = guess.add(e.subtract(BigDecimal.ONE), DIGITS);
    }
    assertThat(PreciseMath.log(x)).isEqualTo(guess.doubleValue());
  }

  @Test
  void exp_farPowers_isZeroOrOne() {
    assertThat(PreciseMath.exp(-2.5e9)).isZero();
    assertThat(PreciseMath.exp(0)).isEqualTo(1);
    assertThat(PreciseMath.log(1)).isZero();
    assertThat(PreciseMath.exp(-700)).isCloseTo(StrictMath.exp(-700), within(1e-318));
  }

  private static BigDecimal exp(BigDecimal x) {
    int halvings = 12;
    BigDecimal small = x.divide(BigDecimal.valueOf(1L << halvings), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 30; n++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }
}
