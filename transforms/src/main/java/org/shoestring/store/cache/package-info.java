/** Copies of objects on this machine. */
@NullMarked
package org.shoestring.store.cache;

import org.jspecify.annotations.NullMarked;
