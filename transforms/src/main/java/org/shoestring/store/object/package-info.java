/** What a store can do, and its objects, errors and requests; no store in particular. */
@NullMarked
package org.shoestring.store.object;

import org.jspecify.annotations.NullMarked;
