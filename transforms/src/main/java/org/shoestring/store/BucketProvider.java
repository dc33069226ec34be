package org.shoestring.store;

import java.io.IOException;

/** Opens buckets of one kind of storage; found by {@code ServiceLoader}. */
public interface BucketProvider {

  /** The kind that store files name as their {@code type}: {@code s3}, {@code gs}. */
  String type();

  /**
   * Opens a bucket. No request is made yet.
   *
   * @param store where it lies and how it is spoken to
   * @param bucket its name
   * @param traffic counts what is asked
   * @throws StoreException if credentials or a region are missing
   */
  Bucket open(StoreFile store, String bucket, Traffic traffic) throws IOException;
}
