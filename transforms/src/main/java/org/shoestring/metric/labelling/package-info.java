/** Metrics of sequence labelling: entities that the tags of a line's tokens make. */
@NullMarked
package org.shoestring.metric.labelling;

import org.jspecify.annotations.NullMarked;
