package org.shoestring.train.measure;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;

/**
 * How a command prints its measurements: in lines {@code step<TAB>metric<TAB>value}, or in lines
 * that regular expressions find. These are RE2's, which take a time proportional to the line
 * whatever it holds: they run while the command prints.
 *
 * <p>The groups of an expression say what is what: {@code step}; {@code metric} and {@code value};
 * any other group is a metric of its name. An expression may match several times in a line. One
 * that has no {@code step} belongs to the step that was found last, in the same line or before.
 */
public final class MetricFormat {
  /** Lines of a step, a metric and a value, separated by tabs. */
  public static final MetricFormat TSV = new MetricFormat(List.of());

  static final String STEP = "step";
  static final String METRIC = "metric";
  static final String VALUE = "value";

  private static final String EXAMPLE = "step (?<step>\\d+) loss (?<loss>\\S+) bleu (?<bleu>\\S+)";

  private final List<Expression> expressions;

  /**
   * One expression.
   *
   * @param metrics the groups that are metrics, in their order
   */
  record Expression(Pattern pattern, boolean hasStep, boolean hasMetric, List<String> metrics) {
    boolean isStepOnly() {
      return !hasMetric && metrics.isEmpty();
    }
  }

  private MetricFormat(List<Expression> expressions) {
    this.expressions = List.copyOf(expressions);
  }

  /**
   * The format of lines that regular expressions find.
   *
   * @param where they stand, for messages
   * @throws UsageException if one cannot be used
   */
  public static MetricFormat matching(String where, List<String> expressions) {
    List<Expression> compiled = new ArrayList<>();
    for (String expression : expressions) {
      compiled.add(compile(where, expression));
    }
    if (compiled.isEmpty()) {
      throw new UsageException(
          where + ": there is no expression; write one, for example: " + EXAMPLE);
    }
    if (compiled.stream().noneMatch(Expression::hasStep)) {
      throw new UsageException(
          where
              + ": no group is named 'step', so that values have no place on the curve; name the"
              + " number of the step, for example: "
              + EXAMPLE);
    }
    if (compiled.stream().allMatch(Expression::isStepOnly)) {
      throw new UsageException(
          where + ": no group is a metric; give each value a name, for example: " + EXAMPLE);
    }
    return new MetricFormat(compiled);
  }

  private static Expression compile(String where, String text) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          where
              + ": "
              + Shown.quoted(text)
              + " is not a regular expression of RE2: "
              + e.getDescription()
              + ": "
              + Shown.quoted(e.getPattern())
              + ". It has no lookahead, lookbehind and backreferences, and names of groups have"
              + " letters, digits and '_' only. An example: "
              + EXAMPLE,
          e);
    }
    List<String> groups =
        pattern.namedGroups().entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
            .map(Map.Entry::getKey)
            .toList();
    if (groups.isEmpty()) {
      throw new UsageException(
          where
              + ": "
              + Shown.quoted(text)
              + " has no named group, so that nothing is measured; name the groups, for example: "
              + EXAMPLE);
    }
    boolean hasMetric = groups.contains(METRIC);
    if (hasMetric != groups.contains(VALUE)) {
      throw new UsageException(
          where
              + ": "
              + Shown.quoted(text)
              + " has a group '"
              + (hasMetric ? METRIC : VALUE)
              + "' but no group '"
              + (hasMetric ? VALUE : METRIC)
              + "'; have both, or name the group of a value as the metric: (?<loss>\\S+)");
    }
    List<String> metrics =
        groups.stream().filter(name -> !List.of(STEP, METRIC, VALUE).contains(name)).toList();
    for (String metric : metrics) {
      if (!Measurement.isMetric(metric)) {
        throw new UsageException(
            where
                + ": "
                + Shown.quoted(text)
                + " has a group "
                + Shown.quoted(metric)
                + ", which cannot be the name of a metric; use "
                + Measurement.METRIC);
      }
    }
    return new Expression(pattern, groups.contains(STEP), hasMetric, metrics);
  }

  /** None for lines of tabs. */
  List<Expression> expressions() {
    return expressions;
  }

  /** What the user should know of the expressions, though they can be used. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    for (Expression expression : expressions) {
      List<String> groups = new ArrayList<>(expression.metrics);
      groups.removeIf(metric -> !Measurement.isLoss(metric));
      if (expression.hasMetric) {
        groups.add(VALUE);
      }
      for (String group : groups) {
        if (!takesNan(expression.pattern.pattern(), group)) {
          remarks.add(
              "the group '"
                  + group
                  + "' of the expression "
                  + Shown.quoted(expression.pattern.pattern())
                  + " does not match 'nan', so that a loss that is not a number stays unnoticed;"
                  + " write (?<"
                  + group
                  + ">\\S+)");
        }
      }
    }
    return remarks;
  }

  private static boolean takesNan(String expression, String group) {
    int start = expression.indexOf("<" + group + ">") + group.length() + 2;
    int depth = 1;
    boolean inClass = false;
    int at = start;
    while (at < expression.length()) {
      char c = expression.charAt(at);
      if (c == '\\') {
        at++;
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
        int first = at + (expression.startsWith("^", at + 1) ? 2 : 1);
        at = expression.startsWith("]", first) ? first : first - 1; // This one is in the class.
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        break;
      }
      at++;
    }
    try {
      return Pattern.matches(expression.substring(start, Math.min(at, expression.length())), "nan");
    } catch (PatternSyntaxException e) {
      return true; // It is more than this understands.
    }
  }
}
