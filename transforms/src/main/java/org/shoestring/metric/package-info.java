/**
 * Metrics: segment statistics that add up to a score. Plain Java, no Beam; one file a metric, one
 * line in {@code META-INF/services}.
 */
@NullMarked
package org.shoestring.metric;

import org.jspecify.annotations.NullMarked;
