package org.shoestring.metric;

import java.util.Optional;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.CatalogEntry;
import org.shoestring.spec.Spec;

/**
 * An entry of the {@code MetricCatalog}: a metric's name, version and parameters, and how to bind
 * it. Users add their own through {@link java.util.ServiceLoader}.
 */
public interface MetricType extends CatalogEntry {

  /** The settings for scores of single segments, where the reference tool has others. */
  default Spec ofSegments(Spec spec) {
    return spec;
  }

  /** The metric with these settings. */
  Metric bind(Arguments arguments);

  /** A fresh check of one system's output for signs of a mistake; none by default. */
  default Optional<InputCheck> inputCheck() {
    return Optional.empty();
  }

  /** Looks at a system's output while it is scored; it changes no score. Serves one thread. */
  interface InputCheck {

    /** Takes one more line of the output. */
    void add(String hypothesis);

    /** What to tell the user, without the metric's name and a full stop; empty if all is well. */
    Optional<String> warning();
  }
}
