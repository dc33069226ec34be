/** A process of the command line or of a main: its start, its end, its exit code. */
@NullMarked
package org.shoestring.pipeline.process;

import org.jspecify.annotations.NullMarked;
