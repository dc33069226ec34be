/** JSON lines and arrays, read and written. */
@NullMarked
package org.shoestring.convert.json;

import org.jspecify.annotations.NullMarked;
