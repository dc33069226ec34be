/** Pages of the objects of a bucket, read from the XML that stores list them in. */
@NullMarked
package org.shoestring.store.s3.listing;

import org.jspecify.annotations.NullMarked;
