/** Metrics over shards: a score, and statistics a segment. */
@NullMarked
package org.shoestring.transform.scoring;

import org.jspecify.annotations.NullMarked;
