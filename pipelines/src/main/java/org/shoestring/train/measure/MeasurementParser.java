package org.shoestring.train.measure;

import com.google.re2j.Matcher;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Shown;
import org.shoestring.worker.OutputPump;

/** Finds measurements in what a command prints; whatever else it prints is passed over. */
public final class MeasurementParser implements OutputPump.Sink {
  private final OutputLines lines = new OutputLines(this::line);
  private final MetricFormat format;
  private final Consumer<Measurement> found;
  private final Consumer<String> remarks;
  private final Set<String> told = new HashSet<>();
  private OptionalLong current = OptionalLong.empty();

  /**
   * A parser of one command's output.
   *
   * @param remarks takes, once for each group, that an expression found what is no number
   */
  public MeasurementParser(
      MetricFormat format, Consumer<Measurement> found, Consumer<String> remarks) {
    this.format = format;
    this.found = found;
    this.remarks = remarks;
  }

  /** Takes the next bytes of what the command prints; one thread at a time calls it. */
  @Override
  public void take(byte[] bytes, int length) {
    lines.take(bytes, length);
  }

  private void line(String line) {
    if (format.expressions().isEmpty()) {
      tabs(line);
      return;
    }
    for (MetricFormat.Expression expression : format.expressions()) {
      if (expression.isStepOnly()) {
        match(expression, line);
      }
    }
    for (MetricFormat.Expression expression : format.expressions()) {
      if (!expression.isStepOnly()) {
        match(expression, line);
      }
    }
  }

  private void tabs(String line) {
    int first = line.indexOf('\t');
    int second = line.indexOf('\t', first + 1);
    if (first < 0 || second < 0 || line.indexOf('\t', second + 1) >= 0) {
      return;
    }
    OptionalLong step = stepAtEnd(line.substring(0, first).strip());
    String metric = line.substring(first + 1, second).strip();
    OptionalDouble value = PrintedNumber.value(line.substring(second + 1).strip());
    if (step.isPresent() && value.isPresent() && Measurement.isMetric(metric)) {
      found.accept(new Measurement(step.getAsLong(), metric, value.getAsDouble()));
    }
  }

  /** A line may follow a progress bar, which has no line end and closes with a bracket. */
  private static OptionalLong stepAtEnd(String text) {
    int digits = text.length();
    while (digits > 0 && text.charAt(digits - 1) >= '0' && text.charAt(digits - 1) <= '9') {
      digits--;
    }
    String before = text.substring(0, digits).strip();
    return before.isEmpty() || before.endsWith("]")
        ? PrintedNumber.step(text.substring(digits))
        : OptionalLong.empty();
  }

  private void match(MetricFormat.Expression expression, String line) {
    Matcher matcher = expression.pattern().matcher(line);
    while (matcher.find()) {
      OptionalLong step = expression.hasStep() ? step(matcher, line) : current;
      if (step.isEmpty()) {
        if (!expression.hasStep()) {
          tellOnce(
              "",
              "the values of "
                  + Shown.quoted(line)
                  + " and of lines like it came before any step was printed, and are not on the"
                  + " learning curve");
        }
        continue;
      }
      current = step;
      for (String metric : expression.metrics()) {
        add(step.getAsLong(), metric, group(matcher, metric), line);
      }
      if (expression.hasMetric()) {
        metric(step.getAsLong(), matcher, line);
      }
    }
  }

  private OptionalLong step(Matcher matcher, String line) {
    String text = group(matcher, MetricFormat.STEP);
    if (text == null) {
      return current; // The expression has several forms, and this one is without.
    }
    OptionalLong step = PrintedNumber.step(text);
    if (step.isEmpty()) {
      tellOnce(
          MetricFormat.STEP,
          misread(MetricFormat.STEP, text, line, "a whole number of 0 or more, below 10^15"));
    }
    return step;
  }

  private void metric(long step, Matcher matcher, String line) {
    String metric = group(matcher, MetricFormat.METRIC);
    String value = group(matcher, MetricFormat.VALUE);
    if (metric == null || value == null) {
      return;
    }
    if (Measurement.isMetric(metric)) {
      add(step, metric, value, line);
    } else {
      tellOnce(MetricFormat.METRIC, misread(MetricFormat.METRIC, metric, line, Measurement.METRIC));
    }
  }

  private void add(long step, String metric, @Nullable String text, String line) {
    if (text == null) {
      return; // The expression has several forms, and this one is without.
    }
    OptionalDouble value = PrintedNumber.value(text);
    if (value.isPresent()) {
      found.accept(new Measurement(step, metric, value.getAsDouble()));
    } else {
      tellOnce(metric, misread(metric, text, line, "a number"));
    }
  }

  /** The text of a group, which is null if the group has no part in the match. */
  private static @Nullable String group(Matcher matcher, String name) {
    String text = matcher.group(name);
    return text == null ? null : text.strip();
  }

  private static String misread(String group, String text, String line, String allowed) {
    return "in the line "
        + Shown.quoted(line)
        + " the expression for the learning curve found "
        + Shown.quoted(text)
        + " as '"
        + group
        + "', which must be "
        + allowed
        + "; it is left out, and so are others like it. Correct the expression";
  }

  /** Names of metrics may be without number. */
  private void tellOnce(String group, String remark) {
    if (told.size() < 10 && told.add(group)) {
      remarks.accept(remark);
    }
  }
}
