/** CSV, read and written. */
@NullMarked
package org.shoestring.convert.csv;

import org.jspecify.annotations.NullMarked;
