/** Metrics of language models, from the probabilities that they give the tokens of a text. */
@NullMarked
package org.shoestring.metric.language;

import org.jspecify.annotations.NullMarked;
