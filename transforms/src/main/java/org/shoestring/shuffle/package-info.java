/**
 * Moving lines between shards in flat memory: a seeded permutation tells where each line goes while
 * it is read, and packed blocks take it there, through Beam's GroupByKey or through local files.
 */
@NullMarked
package org.shoestring.shuffle;

import org.jspecify.annotations.NullMarked;
