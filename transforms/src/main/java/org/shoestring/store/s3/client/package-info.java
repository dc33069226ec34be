/**
 * The S3 client's connections, signatures and endpoints: what the SDK leaves open or does twice.
 */
@NullMarked
package org.shoestring.store.s3.client;

import org.jspecify.annotations.NullMarked;
