/** The command line: one small class a verb. */
@NullMarked
package org.shoestring.cli;

import org.jspecify.annotations.NullMarked;
