/** Measurements among what a training command prints: which lines hold them, and how. */
@NullMarked
package org.shoestring.train.measure;

import org.jspecify.annotations.NullMarked;
