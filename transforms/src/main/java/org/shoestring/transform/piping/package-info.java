/** Lines through a program, one for one. */
@NullMarked
package org.shoestring.transform.piping;

import org.jspecify.annotations.NullMarked;
