package org.shoestring.store.s3;

import java.io.IOException;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;

/** Buckets whose files go in parts as small as S3 lets them be. */
public final class SmallParts {
  /** 5 MiB. */
  public static final int BYTES = 5 << 20;

  private SmallParts() {}

  /** Opens a bucket. */
  public static Bucket open(StoreFile store, String bucket) throws IOException {
    return new S3Provider(BYTES, network -> network)
        .open(store, TestStores.noOptions(), bucket, new Traffic());
  }
}
