package org.shoestring.store.s3;

import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.config.StoreFile.Checksum;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * What requests that write say beside their content: storage class and encryption, as Beam's
 * options have them, and how the content is checked. Nothing that was not asked for is sent, since
 * many servers refuse what they do not know.
 */
record PutSettings(
    @Nullable String storageClass,
    @Nullable String encryption,
    @Nullable String kmsKey,
    @Nullable Boolean bucketKey,
    Checksum checksum) {
  private static final String DEFAULT_CLASS = "STANDARD";

  /** Those of options. */
  static PutSettings of(S3Options options, Checksum checksum) {
    String chosen = options.getS3StorageClass();
    return new PutSettings(
        chosen.equals(DEFAULT_CLASS) ? null : chosen,
        options.getSSEAlgorithm(),
        options.getSSEKMSKeyId(),
        options.getBucketKeyEnabled() ? true : null,
        checksum);
  }

  /** Those where no option is set. */
  static PutSettings usual(Checksum checksum) {
    return new PutSettings(null, null, null, null, checksum);
  }

  PutObjectRequest.Builder put(String bucket, String key, byte[] md5) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
    if (checksum == Checksum.CRC32C) {
      request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
    } else {
      request.contentMD5(S3Bucket.base64(md5));
    }
    return request
        .storageClass(storageClass)
        .serverSideEncryption(encryption)
        .ssekmsKeyId(kmsKey)
        .bucketKeyEnabled(bucketKey);
  }

  CreateMultipartUploadRequest.Builder start(String bucket, String key) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder().bucket(bucket).key(key);
    if (checksum == Checksum.CRC32C) {
      request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
    }
    return request
        .storageClass(storageClass)
        .serverSideEncryption(encryption)
        .ssekmsKeyId(kmsKey)
        .bucketKeyEnabled(bucketKey);
  }

  UploadPartRequest.Builder part(String bucket, String key, byte[] md5) {
    UploadPartRequest.Builder request = UploadPartRequest.builder().bucket(bucket).key(key);
    return checksum == Checksum.CRC32C
        ? request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
        : request.contentMD5(S3Bucket.base64(md5));
  }
}
