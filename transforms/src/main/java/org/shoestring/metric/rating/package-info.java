/** Metrics of ratings: how far numbers are from others, and how well they correlate. */
@NullMarked
package org.shoestring.metric.rating;

import org.jspecify.annotations.NullMarked;
