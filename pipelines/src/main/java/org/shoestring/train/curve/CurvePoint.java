package org.shoestring.train.curve;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Shown;
import org.shoestring.table.record.FactLine;
import org.shoestring.train.measure.Measurement;
import org.shoestring.train.measure.PrintedNumber;
import org.shoestring.tsv.TsvFormat;

/**
 * A point of a learning curve, a line {@code attempt, step, metric, value, seconds} of TSV: the
 * value as Python prints it, and when it was read, in seconds since 1970 by the clock of the
 * machine that ran the command.
 *
 * @param millis since 1970
 */
public record CurvePoint(int attempt, Measurement measured, long millis) {
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,12})\\.([0-9]{3})");

  public long step() {
    return measured.step();
  }

  public String metric() {
    return measured.metric();
  }

  public double value() {
    return measured.value();
  }

  /** When it was read. */
  public Instant read() {
    return Instant.ofEpochMilli(millis);
  }

  /** Its line, with the line feed. */
  public String line() {
    return TsvFormat.line(
        Integer.toString(attempt),
        Long.toString(step()),
        metric(),
        Decimals.repr(value()),
        seconds(millis));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CurvePoint of(FactLine line) {
    line.with(4);
    return new CurvePoint(
        line.number(0),
        new Measurement(line.count(1), line.word(2), value(line.word(3))),
        millis(line.word(4)));
  }

  static double value(String text) {
    return PrintedNumber.value(text)
        .orElseThrow(() -> new IllegalArgumentException(Shown.quoted(text) + " is not a number"));
  }

  static String seconds(long millis) {
    String thousandths = Long.toString(1000 + Math.floorMod(millis, 1000L)).substring(1);
    return Math.floorDiv(millis, 1000L) + "." + thousandths;
  }

  static long millis(String seconds) {
    Matcher parts = SECONDS.matcher(seconds);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(seconds) + " is not a time; expected seconds with three decimals");
    }
    return 1000 * Long.parseLong(parts.group(1)) + Long.parseLong(parts.group(2));
  }
}
