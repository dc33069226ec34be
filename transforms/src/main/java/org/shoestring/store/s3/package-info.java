/** Buckets that speak S3: Amazon's, and those of the many that speak like it. */
@NullMarked
package org.shoestring.store.s3;

import org.jspecify.annotations.NullMarked;
