/**
 * The types of stages, one class each: what an experiment says of one, and the work that comes of
 * it.
 */
@NullMarked
package org.shoestring.experiment.stage;

import org.jspecify.annotations.NullMarked;
