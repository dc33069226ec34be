/**
 * What a process that works on stages has of its own: the commands that it starts, and what they
 * see.
 */
@NullMarked
package org.shoestring.worker;

import org.jspecify.annotations.NullMarked;
