/** Metrics of labels. */
@NullMarked
package org.shoestring.metric.classification;

import org.jspecify.annotations.NullMarked;
