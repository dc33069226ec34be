/**
 * A training command's input that is larger than the disk: its shards are fetched when the reading
 * processes of the command ask for them, and removed when nobody needs them any more.
 */
@NullMarked
package org.shoestring.train.stream;

import org.jspecify.annotations.NullMarked;
