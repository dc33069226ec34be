package org.shoestring.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Catalog;
import org.shoestring.spec.Kind;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;

/**
 * The metrics that can be named: those of this library, and those that users add, as files {@code
 * META-INF/services/org.shoestring.metric.MetricType} name them.
 */
public final class MetricCatalog {
  private static final Catalog.OfClassPath<MetricType> ALL =
      new Catalog.OfClassPath<>("metric", List.of(MetricType.class));

  private MetricCatalog() {}

  /**
   * All there are.
   *
   * @throws UsageException if two of them have one name
   */
  public static Catalog<MetricType> all() {
    return ALL.get();
  }

  /**
   * A metric as a user wrote it, for one thread.
   *
   * @throws UsageException for an unknown name or parameter, or a value that is not allowed
   */
  public static Metric bind(Spec spec) {
    MetricType type = type(spec);
    return type.bind(arguments(type, spec));
  }

  /**
   * A metric as keys hash it: {@code name@version:parameter=value,...}, defaults included.
   *
   * @throws UsageException as {@link #bind}
   */
  public static String canonical(Spec spec) {
    MetricType type = type(spec);
    return type.name() + "@" + type.version() + ":" + arguments(type, spec);
  }

  /** A fresh check of one system's output that a metric asks for; empty if it asks for none. */
  public static Optional<MetricType.InputCheck> inputCheck(Spec spec) {
    return type(spec).inputCheck();
  }

  /** A metric for scores of single segments, as the reference tool computes them. */
  public static Spec ofSegments(Spec spec) {
    return type(spec).ofSegments(spec);
  }

  /**
   * What {@link #canonical} made, as a user would write it.
   *
   * @throws UsageException if this program has another version of the metric, or none
   */
  public static Spec ofCanonical(String where, String canonical) {
    int at = canonical.indexOf('@');
    int colon = canonical.indexOf(':');
    MetricType type = all().named(where, canonical.substring(0, at));
    String version = canonical.substring(at + 1, colon);
    if (!version.equals(Integer.toString(type.version()))) {
      throw new UsageException(
          where
              + ": was scored by version "
              + version
              + " of "
              + type.name()
              + ", but this program has version "
              + type.version()
              + "; run the stage again");
    }
    Map<String, String> values = new LinkedHashMap<>();
    int end = canonical.length();
    for (int i = type.parameters().size() - 1; i >= 0; i--) {
      String name = type.parameters().get(i).name();
      int start = canonical.lastIndexOf((i == 0 ? ":" : ",") + name + "=", end);
      String value = canonical.substring(start + name.length() + 2, end);
      if (!value.isEmpty()) {
        values.put(name, value);
      }
      end = start;
    }
    return new Spec(where, type.name(), null, values);
  }

  private static MetricType type(Spec spec) {
    return all().named(spec.where(), spec.name());
  }

  /**
   * What was written of a metric, checked.
   *
   * @throws UsageException also for a metric that would read the output of another stage
   */
  static Arguments arguments(MetricType type, Spec spec) {
    for (Parameter parameter : type.parameters()) {
      if (parameter.kind() instanceof Kind.StageOutput) {
        throw new UsageException(
            spec.where()
                + ": metric '"
                + spec.name()
                + "': the class "
                + type.getClass().getName()
                + " has the parameter '"
                + parameter.name()
                + "', whose value is the output of another stage, but only steps can read one; give"
                + " the metric a parameter of another kind");
      }
    }
    return Arguments.bind("metric", spec, type.parameters());
  }
}
