/** Dividing the lines of a table into parts. */
@NullMarked
package org.shoestring.shuffle.split;

import org.jspecify.annotations.NullMarked;
