/** Verbs on trainings and their checkpoints, with an experiment or without one. */
@NullMarked
package org.shoestring.cli.training;

import org.jspecify.annotations.NullMarked;
