/** Buckets of Google Cloud Storage, through its JSON API. */
@NullMarked
package org.shoestring.store.gcs;

import org.jspecify.annotations.NullMarked;
