package org.shoestring.metric;

/**
 * Logarithm and exponential to the nearest double, the same on every processor: {@link Math}'s last
 * bit is not, and {@link StrictMath}'s is another than C's in one score of six. glibc misses the
 * nearest double in about one exponential of 400, and then a score by C differs in its last bit.
 *
 * <p>Numbers are worked with as unevaluated sums of two doubles, about 106 bits (Dekker 1971).
 */
public final class PreciseMath {
  private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
  private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;
  private static final double LN2_REST = 0x1.7b57a079a1934p-111;
  private static final int HALVINGS = 8;
  private static final int TERMS = 12;

  private PreciseMath() {}

  /** The natural logarithm of a positive finite number. */
  public static double log(double x) {
    double guess = StrictMath.log(x);
    // log(x) = guess + log(1 + e) where e = x exp(-guess) - 1 is tiny.
    Sum ratio = expSum(-guess).times(x);
    Sum e = ratio.plus(-1);
    double correction = e.high - e.high * e.high / 2 + e.low;
    return guess + correction;
  }

  /** e to a power; 0 where that is below the smallest normal double. */
  public static double exp(double x) {
    if (x < -708) {
      return 0;
    }
    if (x > 709) {
      return Double.POSITIVE_INFINITY;
    }
    Sum result = expSum(x);
    return result.high + result.low;
  }

  private static Sum expSum(double x) {
    double k = Math.rint(x / LN2_HIGH);
    // r = (x - k ln 2) / 2^8, at most 0.0014.
    Sum r =
        Sum.product(-k, LN2_HIGH)
            .plus(x)
            .plus(Sum.product(-k, LN2_LOW))
            .plus(-k * LN2_REST)
            .scaled(-HALVINGS);
    // exp(r) - 1 by Horner's rule, then (1 + s)^2 - 1 = 2s + s^2 as often as r was halved.
    Sum series = new Sum(0, 0);
    for (int n = TERMS; n > 0; n--) {
      series = series.plus(1).times(r).over(n);
    }
    for (int i = 0; i < HALVINGS; i++) {
      series = series.scaled(1).plus(series.times(series));
    }
    return series.plus(1).scaled((int) k);
  }

  /** {@code high + low}, where low is at most half a unit in high's last place. */
  private record Sum(double high, double low) {

    static Sum product(double a, double b) {
      double high = a * b;
      return new Sum(high, Math.fma(a, b, -high));
    }

    static Sum normal(double high, double low) {
      double sum = high + low;
      return new Sum(sum, low - (sum - high));
    }

    Sum plus(double b) {
      double sum = high + b;
      double part = sum - high;
      double error = (high - (sum - part)) + (b - part);
      return normal(sum, error + low);
    }

    Sum plus(Sum b) {
      double sum = high + b.high;
      double part = sum - high;
      double error = (high - (sum - part)) + (b.high - part);
      return normal(sum, error + low + b.low);
    }

    Sum times(double b) {
      return times(new Sum(b, 0));
    }

    Sum times(Sum b) {
      Sum product = product(high, b.high);
      return normal(product.high, product.low + (high * b.low + low * b.high));
    }

    Sum over(double b) {
      double quotient = high / b;
      double rest = Math.fma(-quotient, b, high) + low;
      return normal(quotient, rest / b);
    }

    Sum scaled(int power) {
      return new Sum(Math.scalb(high, power), Math.scalb(low, power));
    }
  }
}
