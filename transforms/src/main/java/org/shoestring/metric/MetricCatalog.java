package org.shoestring.metric;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;

/** All metrics: those of this library and those that users add by {@link ServiceLoader}. */
public final class MetricCatalog {
  private static final List<MetricType> OWN =
      List.of(
          new Accuracy.Type(), //
          new Bleu.Type(),
          new Chrf.Type());

  private MetricCatalog() {}

  /** All entries, by name. */
  public static Collection<MetricType> types() {
    return byName().values();
  }

  /** All names, in order. */
  public static List<String> names() {
    return List.copyOf(byName().keySet());
  }

  /**
   * The entry that a user named.
   *
   * @throws UsageException if there is none; the message lists the known ones
   */
  public static MetricType find(Spec spec) {
    Map<String, MetricType> known = byName();
    MetricType type = known.get(spec.name());
    if (type == null) {
      throw UsageException.unknown(spec.where(), "metric", spec.name(), known.keySet());
    }
    return type;
  }

  /**
   * A metric as a user wrote it, for one thread.
   *
   * @throws UsageException for an unknown name or parameter, or a value that is not allowed
   */
  public static Metric bind(Spec spec) {
    MetricType type = find(spec);
    return type.bind(Arguments.bind("metric", spec, type.parameters()));
  }

  /**
   * A metric as keys hash it: {@code name@version:parameter=value,...}, defaults included.
   *
   * @throws UsageException as {@link #bind}
   */
  public static String canonical(Spec spec) {
    MetricType type = find(spec);
    Arguments arguments = Arguments.bind("metric", spec, type.parameters());
    return type.name() + "@" + type.version() + ":" + arguments;
  }

  private static Map<String, MetricType> byName() {
    Map<String, MetricType> types = new TreeMap<>();
    OWN.forEach(type -> types.put(type.name(), type));
    for (MetricType type : ServiceLoader.load(MetricType.class)) {
      MetricType other = types.put(type.name(), type);
      if (other != null) {
        throw UsageException.sameName("metric", type.name(), other, type);
      }
    }
    return types;
  }
}
