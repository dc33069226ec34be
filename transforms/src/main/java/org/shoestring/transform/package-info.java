/**
 * The Beam transforms: from shards to shards, with the work itself in plain classes. The unit of
 * work is a shard; lines stream inside one element, so memory does not grow with a table.
 */
@NullMarked
package org.shoestring.transform;

import org.jspecify.annotations.NullMarked;
