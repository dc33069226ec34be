/** Rows as elements of Beam, read and written: {@link org.shoestring.transform.rows.TsvIO}. */
@NullMarked
package org.shoestring.transform.rows;

import org.jspecify.annotations.NullMarked;
