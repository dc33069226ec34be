/**
 * How an output's folder is given up for good, though nobody who looks at it or writes into it can
 * be locked out.
 */
@NullMarked
package org.shoestring.table.removal;

import org.jspecify.annotations.NullMarked;
