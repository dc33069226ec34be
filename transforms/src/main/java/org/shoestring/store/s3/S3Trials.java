package org.shoestring.store.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.bytes.Md5;
import org.shoestring.store.config.StoreFile.Checksum;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.store.remote.Bucket;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Requests that show what a store that speaks S3 makes of them. */
record S3Trials(
    S3Client client, String bucket, PutSettings settings, S3Errors errors, Traffic traffic)
    implements Bucket.Trials {
  private static final int BAD_REQUEST = 400;

  /** The CRC32C of no bytes, as a header tells it. */
  private static final String CRC_OF_NOTHING = "AAAAAA==";

  @Override
  public boolean refusesWrongDigest(String key) throws IOException {
    traffic.request(Kind.PUT);
    PutObjectRequest.Builder request = settings.put(bucket, key, Md5.of(new byte[0]));
    if (settings.checksum() == Checksum.CRC32C) {
      request.checksumCRC32C(CRC_OF_NOTHING);
    }
    try {
      client.putObject(request.build(), RequestBody.fromBytes(new byte[] {1}));
      return false;
    } catch (SdkException e) {
      if (e instanceof S3Exception answer && answer.statusCode() == BAD_REQUEST) {
        return true;
      }
      throw errors.of(key, e);
    }
  }

  @Override
  public void putInParts(String key, List<byte[]> parts) throws IOException {
    String id = begin(key);
    try {
      List<CompletedPart> sent = new ArrayList<>();
      for (byte[] part : parts) {
        sent.add(send(key, id, sent.size() + 1, part));
      }
      traffic.request(Kind.PUT);
      client.completeMultipartUpload(
          request ->
              request
                  .bucket(bucket)
                  .key(key)
                  .uploadId(id)
                  .multipartUpload(upload -> upload.parts(sent)));
    } catch (SdkException e) {
      IOException error = errors.of(key, e);
      try {
        PartsUpload.abort(client, bucket, key, id, errors, traffic);
      } catch (IOException left) {
        error.addSuppressed(left);
      }
      throw error;
    }
  }

  @Override
  public Bucket.Upload begin(String key, byte[] part) throws IOException {
    String id = begin(key);
    try {
      send(key, id, 1, part);
    } catch (SdkException e) {
      throw errors.of(key, e);
    }
    return new Bucket.Upload(key, id, Instant.now());
  }

  private String begin(String key) throws IOException {
    traffic.request(Kind.PUT);
    try {
      return client.createMultipartUpload(settings.start(bucket, key).build()).uploadId();
    } catch (SdkException e) {
      throw errors.of(key, e);
    }
  }

  private CompletedPart send(String key, String id, int number, byte[] part) {
    traffic.request(Kind.PUT);
    UploadPartResponse answer =
        client.uploadPart(
            settings.part(bucket, key, Md5.of(part)).uploadId(id).partNumber(number).build(),
            RequestBody.fromBytes(part));
    traffic.sent(part.length);
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32C(answer.checksumCRC32C())
        .build();
  }
}
