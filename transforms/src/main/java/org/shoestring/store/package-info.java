/**
 * Where outputs lie: {@link org.shoestring.store.Stores} opens the store of a location, a folder or
 * a bucket. Names of objects are paths with {@code /}.
 */
@NullMarked
package org.shoestring.store;

import org.jspecify.annotations.NullMarked;
