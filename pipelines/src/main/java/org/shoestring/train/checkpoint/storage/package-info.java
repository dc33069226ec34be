/**
 * How the checkpoints of a training lie on the storage: their manifests, and what each attempt has
 * written down of itself.
 */
@NullMarked
package org.shoestring.train.checkpoint.storage;

import org.jspecify.annotations.NullMarked;
