/**
 * The trainer's folder on this machine: what is known of the checkpoints that lie there, and copies
 * of them.
 */
@NullMarked
package org.shoestring.train.checkpoint.local;

import org.jspecify.annotations.NullMarked;
