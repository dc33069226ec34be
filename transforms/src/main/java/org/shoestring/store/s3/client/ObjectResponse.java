package org.shoestring.store.s3.client;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;

/**
 * An object that arrives. What is null was not said.
 *
 * @param body closing it reads on to the end
 * @param length of the body
 * @param range of the object that the body is
 */
public record ObjectResponse(
    AbortableInputStream body,
    @Nullable Long length,
    @Nullable String range,
    @Nullable String eTag) {}
