/**
 * Requests to S3: objects are got, put and listed without the SDK, which has all other requests;
 * its connections, signatures and endpoints.
 */
@NullMarked
package org.shoestring.store.s3.client;

import org.jspecify.annotations.NullMarked;
