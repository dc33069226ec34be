/** Foreign files become shards. */
@NullMarked
package org.shoestring.transform.importing;

import org.jspecify.annotations.NullMarked;
