/**
 * Which files of a local folder are one checkpoint, and when it is complete: one class per library
 * that writes checkpoints. Nothing here knows a store or Beam.
 */
@NullMarked
package org.shoestring.train.preset;

import org.jspecify.annotations.NullMarked;
