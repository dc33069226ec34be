/** Who is at work on an output: claims that count while they are renewed. */
@NullMarked
package org.shoestring.lease;

import org.jspecify.annotations.NullMarked;
