/**
 * What users do by hand with the checkpoints of a training: list, fetch, add, check and remove
 * them. It works on what lies on the storage, whether the training is an experiment's stage or has
 * a location of its own.
 */
@NullMarked
package org.shoestring.train.checkpoint.upkeep;

import org.jspecify.annotations.NullMarked;
