/**
 * Text for a shell, read as a shell reads it: the quoting around each place, and the words of its
 * commands.
 */
@NullMarked
package org.shoestring.experiment.shell;

import org.jspecify.annotations.NullMarked;
