/**
 * Where outputs lie: one small port, {@link org.shoestring.store.ObjectStore}, over local folders.
 * Names of objects are paths with {@code /}.
 */
@NullMarked
package org.shoestring.store;

import org.jspecify.annotations.NullMarked;
