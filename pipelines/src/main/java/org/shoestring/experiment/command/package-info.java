/**
 * Commands of stages: what stands in braces, which files decide the output, how a worker runs them.
 */
@NullMarked
package org.shoestring.experiment.command;

import org.jspecify.annotations.NullMarked;
