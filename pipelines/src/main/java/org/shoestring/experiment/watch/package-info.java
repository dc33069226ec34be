/**
 * The files that decide what a command does: those that its text names, as its shell would find
 * them, and those that its user names for it.
 */
@NullMarked
package org.shoestring.experiment.watch;

import org.jspecify.annotations.NullMarked;
