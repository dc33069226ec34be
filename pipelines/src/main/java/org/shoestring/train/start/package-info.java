/**
 * What a training starts from when it has no checkpoints of its own: a checkpoint that an earlier
 * command, or another experiment, has saved.
 */
@NullMarked
package org.shoestring.train.start;

import org.jspecify.annotations.NullMarked;
