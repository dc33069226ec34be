/**
 * How users write a step or a metric: a name with parameters, in an experiment or on the command
 * line, checked against what its catalog entry declares.
 */
@NullMarked
package org.shoestring.spec;

import org.jspecify.annotations.NullMarked;
