/** Steps that keep a row as it is or reject it with a reason, without decoding its text. */
@NullMarked
package org.shoestring.step.filter;

import org.jspecify.annotations.NullMarked;
