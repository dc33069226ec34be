/** The files that an import reads: patterns, pairs, digests. */
@NullMarked
package org.shoestring.pipeline.source;

import org.jspecify.annotations.NullMarked;
