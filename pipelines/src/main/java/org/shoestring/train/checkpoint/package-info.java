/**
 * Checkpoints of a training on the storage: attempts that follow one another, what each saves, what
 * the next one continues from.
 */
@NullMarked
package org.shoestring.train.checkpoint;

import org.jspecify.annotations.NullMarked;
