/** The unit of work: one record each, found before it is done again. */
@NullMarked
package org.shoestring.transform.unit;

import org.jspecify.annotations.NullMarked;
