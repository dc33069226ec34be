/**
 * What metrics of classes share: their counts, scores and averages. A class is a label, or a type
 * of entities.
 */
@NullMarked
package org.shoestring.metric.classes;

import org.jspecify.annotations.NullMarked;
