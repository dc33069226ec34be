/** The verbs that work on lines and files. */
@NullMarked
package org.shoestring.cli.lines;

import org.jspecify.annotations.NullMarked;
