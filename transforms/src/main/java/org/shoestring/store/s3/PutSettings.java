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
record PutSettings(S3Options options, Checksum checksum) {
  private static final String DEFAULT_CLASS = "STANDARD";

  PutObjectRequest.Builder put(String bucket, String key, byte[] md5) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
    if (checksum == Checksum.CRC32C) {
      request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
    } else {
      request.contentMD5(S3Bucket.base64(md5));
    }
    return request
        .storageClass(storageClass())
        .serverSideEncryption(options.getSSEAlgorithm())
        .ssekmsKeyId(options.getSSEKMSKeyId())
        .bucketKeyEnabled(bucketKey());
  }

  CreateMultipartUploadRequest.Builder start(String bucket, String key) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder().bucket(bucket).key(key);
    if (checksum == Checksum.CRC32C) {
      request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
    }
    return request
        .storageClass(storageClass())
        .serverSideEncryption(options.getSSEAlgorithm())
        .ssekmsKeyId(options.getSSEKMSKeyId())
        .bucketKeyEnabled(bucketKey());
  }

  private @Nullable String storageClass() {
    String chosen = options.getS3StorageClass();
    return chosen.equals(DEFAULT_CLASS) ? null : chosen;
  }

  private @Nullable Boolean bucketKey() {
    return options.getBucketKeyEnabled() ? true : null;
  }

  UploadPartRequest.Builder part(String bucket, String key, byte[] md5) {
    UploadPartRequest.Builder request = UploadPartRequest.builder().bucket(bucket).key(key);
    return checksum == Checksum.CRC32C
        ? request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
        : request.contentMD5(S3Bucket.base64(md5));
  }
}
