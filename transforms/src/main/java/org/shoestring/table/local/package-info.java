/**
 * Local copies of outputs, for programs that know nothing of stores. What travels is a reference to
 * the output; the copy is made, checked and mended on the machine where the program runs.
 */
@NullMarked
package org.shoestring.table.local;

import org.jspecify.annotations.NullMarked;
