/**
 * Lines of tab-separated text and the compressed shards that hold them: rows, columns, readers,
 * writers, codecs. Plain Java, no Beam.
 */
@NullMarked
package org.shoestring.tsv;

import org.jspecify.annotations.NullMarked;
