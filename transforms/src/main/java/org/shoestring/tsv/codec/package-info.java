/** Members of shards, compressed and decompressed whole: gzip and bzip2. */
@NullMarked
package org.shoestring.tsv.codec;

import org.jspecify.annotations.NullMarked;
