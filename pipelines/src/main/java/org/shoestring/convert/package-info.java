/**
 * JSON lines, CSV and text to rows of TSV and back. Records are read and written one at a time; a
 * field is its UTF-8 bytes.
 */
@NullMarked
package org.shoestring.convert;

import org.jspecify.annotations.NullMarked;
