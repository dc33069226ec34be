/** A table divided into parts. */
@NullMarked
package org.shoestring.transform.splitting;

import org.jspecify.annotations.NullMarked;
