/** A training command as a process: how it is started, and how it is ended so that it can save. */
@NullMarked
package org.shoestring.train.process;

import org.jspecify.annotations.NullMarked;
