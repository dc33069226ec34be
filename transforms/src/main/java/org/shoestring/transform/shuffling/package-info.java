/** Lines in a seeded order, in shards of equal size. */
@NullMarked
package org.shoestring.transform.shuffling;

import org.jspecify.annotations.NullMarked;
