/**
 * Rows of tab-separated text, and the compressed shards that hold them: columns, readers, writers.
 * Plain Java, no Beam.
 */
@NullMarked
package org.shoestring.tsv;

import org.jspecify.annotations.NullMarked;
