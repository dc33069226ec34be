/** Files that others have compressed, or not: what they are, and their plain bytes. */
@NullMarked
package org.shoestring.tsv.foreign;

import org.jspecify.annotations.NullMarked;
