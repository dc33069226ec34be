/** Patterns of names, in folders and in buckets. */
@NullMarked
package org.shoestring.store.glob;

import org.jspecify.annotations.NullMarked;
