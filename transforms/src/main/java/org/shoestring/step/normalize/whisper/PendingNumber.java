package org.shoestring.step.normalize.whisper;

import com.ibm.icu.lang.UCharacter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The number that has been read so far: none, an integer that words can still be added to, or
 * digits that words are only written after.
 */
final class PendingNumber {
  private static final BigInteger TEN = BigInteger.TEN;
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

  /** Python reads no longer numbers, nor does Whisper's normalizer, which fails at them. */
  private static final int LONGEST = 4300;

  private @Nullable BigInteger integer;
  private @Nullable String digits;

  boolean isEmpty() {
    return integer == null && digits == null;
  }

  /** Whether digits have ended with a point. */
  boolean endsWithPoint() {
    return digits != null && digits.endsWith(".");
  }

  void clear() {
    integer = null;
    digits = null;
  }

  void set(BigInteger value) {
    integer = value;
    digits = null;
  }

  /** A number in digits: an integer if it has no fraction, else as it is written. */
  void setWritten(String written) {
    decimal(written)
        .filter(PendingNumber::isWhole)
        .ifPresentOrElse(value -> set(value.toBigInteger()), () -> setDigits(written));
  }

  private void setDigits(String written) {
    integer = null;
    digits = written;
  }

  /** Writes digits after what is there; after an integer 0 as if nothing were. */
  void append(String more) {
    setDigits((integer != null && integer.signum() == 0 ? "" : text()) + more);
  }

  /** The number as it is written; empty if there is none. */
  String text() {
    return integer != null ? integer.toString() : digits != null ? digits : "";
  }

  /** With {@code one} to {@code nineteen} after it; {@code before} is the word before. */
  void addOnes(BigInteger ones, @Nullable String before) {
    boolean single = ones.compareTo(TEN) < 0;
    if (isEmpty()) {
      set(ones);
    } else if (digits != null || NumberWord.is(before, NumberWord.Kind.ONES)) {
      String text = text();
      boolean inPlace = single && NumberWord.is(before, NumberWord.Kind.TENS);
      setDigits((inPlace ? text.substring(0, text.length() - 1) : text) + ones);
    } else {
      addOrAppend(ones, single ? TEN : HUNDRED);
    }
  }

  /** With {@code twenty} to {@code ninety} after it. */
  void addTens(BigInteger tens) {
    if (isEmpty()) {
      set(tens);
    } else if (digits != null) {
      setDigits(digits + tens);
    } else {
      addOrAppend(tens, HUNDRED);
    }
  }

  private void addOrAppend(BigInteger value, BigInteger room) {
    BigInteger number = integer == null ? BigInteger.ZERO : integer;
    if (number.mod(room).signum() == 0) {
      set(number.add(value));
    } else {
      setDigits(number.toString() + value);
    }
  }

  /**
   * With {@code hundred}, {@code thousand} and so on after it. False if the digits are no number,
   * or would be none without a fraction: nothing is changed then.
   */
  boolean multiply(BigInteger multiplier) {
    if (isEmpty()) {
      set(multiplier);
    } else if (integer != null) {
      BigInteger residual = integer.mod(THOUSAND);
      set(integer.subtract(residual).add(residual.multiply(multiplier)));
    } else {
      Optional<BigDecimal> product =
          decimal(text()).map(value -> value.multiply(new BigDecimal(multiplier)));
      if (product.isEmpty() || !isWhole(product.get())) {
        return false;
      }
      set(product.get().toBigInteger());
    }
    return true;
  }

  private static boolean isWhole(BigDecimal value) {
    return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  /** What {@code 12}, {@code 1.5}, {@code 3.} or {@code .5} is, in digits of any script. */
  private static Optional<BigDecimal> decimal(String written) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    StringBuilder ascii = new StringBuilder(written.length());
    int points = 0;
    int codePoint;
    for (int i = 0; i < written.length(); i += Character.charCount(codePoint)) {
      codePoint = written.codePointAt(i);
      if (Unicode14.isDigit(codePoint)) {
        ascii.append((char) ('0' + UCharacter.digit(codePoint)));
      } else if (codePoint == '.' && points++ == 0) {
        ascii.append('.');
      } else {
        return Optional.empty();
      }
    }
    return ascii.length() == points
        ? Optional.empty()
        : Optional.of(new BigDecimal(ascii.toString()));
  }
}
