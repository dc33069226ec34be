package org.shoestring.train.curve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.shoestring.spec.Decimals;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.train.measure.Measurement;
import org.shoestring.tsv.TsvFormat;

/**
 * The newest value of each metric of one attempt, as they come; and the file that tells them
 * without its pieces being read. It is replaced whenever there is a piece, and at checkpoints,
 * where a {@link CurveTail} follows:
 *
 * <pre>
 * begin STEP                    the first step that was measured
 * newest STEP SECONDS           the last one, and when it was read
 * speed NUMBER                  in steps a second, if it is known
 * value METRIC STEP VALUE       the newest value of each metric, in the order of their first ones
 * </pre>
 */
final class NewestValues {
  private static final String BEGIN = "begin";
  private static final String NEWEST = "newest";
  private static final String SPEED = "speed";
  private static final String VALUE = "value";

  private final int attempt;
  private final Map<String, Measurement> values = new LinkedHashMap<>();
  private OptionalDouble speed = OptionalDouble.empty();
  private long begin = -1;
  private long step;
  private long millis;

  /** Those of an attempt that has measured nothing yet. */
  NewestValues(int attempt) {
    this.attempt = attempt;
  }

  /**
   * Takes a newer point. A metric may be behind others, as where a program of its own computes it.
   *
   * @return whether the command has begun again: its metric was further
   */
  boolean add(CurvePoint point) {
    Measurement before = values.get(point.metric());
    boolean isBack = before != null && before.step() > point.step();
    begin = begin < 0 ? point.step() : begin;
    step = isBack ? point.step() : Math.max(step, point.step());
    millis = point.millis();
    if (before != null || values.size() < PointBuffer.METRICS) {
      values.put(point.metric(), point.measured());
    }
    return isBack;
  }

  void setSpeed(OptionalDouble perSecond) {
    speed = perSecond;
  }

  boolean isEmpty() {
    return begin < 0;
  }

  /** The newest value of each metric. */
  Collection<Measurement> measured() {
    return values.values();
  }

  /** The step that the attempt began with; nobody asks as long as it is empty. */
  long begin() {
    return begin;
  }

  /** What is known, with what earlier attempts measured before those that follow them began. */
  CurveSummary summary(List<NewestValues> earlierOnesNewestFirst) {
    Map<String, Measurement> all = new LinkedHashMap<>(values);
    long before = begin;
    for (NewestValues earlier : earlierOnesNewestFirst) {
      if (!earlier.isEmpty()) {
        for (Measurement value : earlier.values.values()) {
          if (value.step() < before) {
            all.putIfAbsent(value.metric(), value);
          }
        }
        before = Math.min(before, earlier.begin);
      }
    }
    return new CurveSummary(
        attempt, step, speed, Instant.ofEpochMilli(millis), new ArrayList<>(all.values()));
  }

  /** The text of the file. */
  String text() {
    StringBuilder text = new StringBuilder(TsvFormat.line(BEGIN, Long.toString(begin)));
    text.append(TsvFormat.line(NEWEST, Long.toString(step), CurvePoint.seconds(millis)));
    speed.ifPresent(perSecond -> text.append(TsvFormat.line(SPEED, Decimals.repr(perSecond))));
    for (Measurement value : values.values()) {
      text.append(
          TsvFormat.line(
              VALUE, value.metric(), Long.toString(value.step()), Decimals.repr(value.value())));
    }
    return text.toString();
  }

  /** Those of a file. */
  static NewestValues parse(int attempt, FactFile file) {
    NewestValues read = new NewestValues(attempt);
    file.forEach(read::line);
    if (read.isEmpty()) {
      throw file.wrong(1, "expected a line '" + BEGIN + "'");
    }
    return read;
  }

  private void line(FactLine line) {
    if (CurveTail.has(line)) {
      return;
    }
    switch (line.type()) {
      case BEGIN -> begin = line.with(1).count(1);
      case NEWEST -> {
        step = line.with(2).count(1);
        millis = CurvePoint.millis(line.word(2));
      }
      case SPEED -> speed = OptionalDouble.of(CurvePoint.value(line.with(1).word(1)));
      case VALUE -> {
        Measurement value =
            new Measurement(line.with(3).count(2), line.word(1), CurvePoint.value(line.word(3)));
        values.put(value.metric(), value);
      }
      default -> throw new IllegalArgumentException("unknown line '" + line.type() + "'");
    }
  }
}
