package org.shoestring.metric;

import org.shoestring.spec.Arguments;
import org.shoestring.spec.CatalogEntry;

/**
 * An entry of the {@code MetricCatalog}: a metric's name, version and parameters, and how to bind
 * it. Users add their own through {@link java.util.ServiceLoader}.
 */
public interface MetricType extends CatalogEntry {

  /** The metric with these settings. */
  Metric bind(Arguments arguments);
}
