/**
 * The Beam transforms: from shards to shards, with the work itself in plain classes. The unit of
 * work is a shard; lines stream inside one element, so memory does not grow with a table. {@link
 * ReadShards} gives committed shards; a transform takes those, or what another one has written, and
 * writes shards that {@link CommitOutput} makes a table.
 */
@NullMarked
package org.shoestring.transform;

import org.jspecify.annotations.NullMarked;
