/**
 * Metrics of labels, one a segment, by scikit-learn's definitions. They count by label, or by pair
 * of labels.
 */
@NullMarked
package org.shoestring.metric.classification;

import org.jspecify.annotations.NullMarked;
