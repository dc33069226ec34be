/**
 * Bytes, lines, hashes and numbers as bytes, and what is wrong in them: the ground that all else
 * stands on.
 */
@NullMarked
package org.shoestring.bytes;

import org.jspecify.annotations.NullMarked;
