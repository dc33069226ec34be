/** Metrics of scores and probabilities of a binary label: their order, and how true they are. */
@NullMarked
package org.shoestring.metric.ranking;

import org.jspecify.annotations.NullMarked;
