/** Metrics of translations and other generated text. */
@NullMarked
package org.shoestring.metric.translation;

import org.jspecify.annotations.NullMarked;
