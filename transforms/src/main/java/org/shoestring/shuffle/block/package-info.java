/** Moving lines between shards in packed blocks, in memory, by Beam or by files of this machine. */
@NullMarked
package org.shoestring.shuffle.block;

import org.jspecify.annotations.NullMarked;
