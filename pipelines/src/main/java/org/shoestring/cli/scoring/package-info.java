/** {@code score}: systems, intervals, tests, and the forms in which they are printed. */
@NullMarked
package org.shoestring.cli.scoring;

import org.jspecify.annotations.NullMarked;
