/**
 * Text for a shell, read as a shell reads it: the quoting around each place, the words of its
 * commands, and the files that they name.
 */
@NullMarked
package org.shoestring.experiment.shell;

import org.jspecify.annotations.NullMarked;
