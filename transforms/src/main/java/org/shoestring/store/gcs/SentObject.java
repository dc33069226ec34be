package org.shoestring.store.gcs;

import com.google.api.services.storage.model.StorageObject;
import java.math.BigInteger;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.TransientException;

/** An object that is sent: what Google Cloud Storage is told of it, and tells of it in return. */
record SentObject(String bucket, String key, long bytes, String md5) {
  static final String TYPE = "application/octet-stream";

  /** The fields of the answer that are looked at. */
  static final String TOLD = "size,md5Hash";

  SentObject(String bucket, String key, long bytes, byte[] md5) {
    this(bucket, key, bytes, Base64.getEncoder().encodeToString(md5));
  }

  /** With its hash, so that what arrives otherwise is refused. */
  StorageObject description() {
    return new StorageObject().setName(key).setContentType(TYPE).setMd5Hash(md5);
  }

  /** Compares what was made of it. */
  void check(StorageObject made) throws TransientException {
    @Nullable BigInteger size = made.getSize();
    if (!md5.equals(made.getMd5Hash()) || !BigInteger.valueOf(bytes).equals(size)) {
      throw new TransientException(
          bytes
              + " bytes with the MD5 "
              + md5
              + " were sent, but "
              + size
              + " bytes with the MD5 "
              + made.getMd5Hash()
              + " arrived",
          null);
    }
  }
}
