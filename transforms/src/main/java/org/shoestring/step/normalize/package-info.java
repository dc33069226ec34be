/** Steps that put another row in the place of one: other text, or other columns. */
@NullMarked
package org.shoestring.step.normalize;

import org.jspecify.annotations.NullMarked;
