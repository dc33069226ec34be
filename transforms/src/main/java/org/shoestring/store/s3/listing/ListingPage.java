package org.shoestring.store.s3.listing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.StoredObject;

/**
 * A page of the objects of a bucket. What is null was not said.
 *
 * @param isTruncated whether there are more
 * @param next what the request for the next page says
 */
public record ListingPage(
    List<StoredObject> objects, @Nullable Boolean isTruncated, @Nullable String next) {}
