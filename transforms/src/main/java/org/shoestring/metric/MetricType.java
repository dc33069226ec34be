package org.shoestring.metric;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * An entry of the {@code MetricCatalog}: a metric's name, version and parameters, and how to bind
 * it. Users add their own through {@link java.util.ServiceLoader}.
 */
public interface MetricType {

  /** As users write it: {@code bleu}. */
  String name();

  /** Raised whenever some score changes, so that old outputs are not reused. */
  int version();

  /** One sentence for help. */
  String summary();

  /** What it takes, the first one being that of {@code name: value}. */
  List<Parameter> parameters();

  /** The metric with these settings. */
  Metric bind(Arguments arguments);
}
