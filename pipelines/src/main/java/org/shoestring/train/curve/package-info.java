/**
 * Learning curves: the measurements that a training command prints, on the storage while it runs.
 *
 * <p>Others' runs lose them when they are resumed: a file is written anew, steps that come again
 * are dropped, or the line of a plot runs back. Here each attempt has a folder of its own, pieces
 * never change, and readers are told which points a later attempt made again.
 */
@NullMarked
package org.shoestring.train.curve;

import org.jspecify.annotations.NullMarked;
