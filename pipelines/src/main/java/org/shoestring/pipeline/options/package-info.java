/** The options of Beam and of its runners, from settings files and the command line. */
@NullMarked
package org.shoestring.pipeline.options;

import org.jspecify.annotations.NullMarked;
