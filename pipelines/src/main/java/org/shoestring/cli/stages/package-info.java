/** The verbs that work on experiments and their outputs. */
@NullMarked
package org.shoestring.cli.stages;

import org.jspecify.annotations.NullMarked;
