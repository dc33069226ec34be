package org.shoestring.metric.numbers;

/**
 * A sum of products in twice the digits of a double (Ogita, Rump and Oishi 2005), so that neither
 * the order nor the weights of the terms change the result, but for its last digit in rare cases.
 */
public final class PreciseSum {
  private double high;
  private double low;

  /** Adds a number as often as its weight says. */
  public void add(double number, long weight) {
    add(number, 1, weight);
  }

  /** Adds a product as often as its weight says, a number below 2^53. */
  public void add(double factor, double other, long weight) {
    double times = (double) weight;
    double product = factor * other;
    double weighted = product * times;
    low += times * Math.fma(factor, other, -product) + Math.fma(product, times, -weighted);
    addExactly(weighted);
  }

  private void addExactly(double number) {
    double sum = high + number;
    double part = sum - high;
    low += (high - (sum - part)) + (number - part);
    high = sum;
  }

  /** The sum so far. */
  public double value() {
    return high + low;
  }
}
