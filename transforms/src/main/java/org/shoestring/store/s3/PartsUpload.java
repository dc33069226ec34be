package org.shoestring.store.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.shoestring.store.Attempts;
import org.shoestring.store.Md5;
import org.shoestring.store.NoSuchObjectException;
import org.shoestring.store.StoreException;
import org.shoestring.store.Traffic;
import org.shoestring.store.Traffic.Kind;
import org.shoestring.store.TransientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends a large file in parts. The object appears when all of them have arrived; on any failure
 * they are removed.
 */
final class PartsUpload {
  private static final int MOST_PARTS = 10_000;

  /** S3 tells of no larger object: 5 TiB. */
  private static final long LARGEST = 5L << 40;

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final PutSettings settings;
  private final S3Errors errors;
  private final Traffic traffic;
  private final ByteArrayOutputStream md5s = new ByteArrayOutputStream();

  PartsUpload(
      S3Client client,
      String bucket,
      String key,
      PutSettings settings,
      S3Errors errors,
      Traffic traffic) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.settings = settings;
    this.errors = errors;
    this.traffic = traffic;
  }

  void run(Path file, Attempts attempts) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new StoreException(file + ": " + size + " bytes; S3 holds objects up to 5 TiB", null);
    }
    String what = errors.name(key) + ": write";
    String id = attempts.run(what, before -> start());
    try {
      List<CompletedPart> parts = new ArrayList<>();
      long partBytes = Math.max(S3Bucket.ONE_REQUEST, (size + MOST_PARTS - 1) / MOST_PARTS);
      for (long offset = 0; offset < size; offset += partBytes) {
        parts.add(
            part(file, offset, Math.min(partBytes, size - offset), parts.size() + 1, id, attempts));
      }
      attempts.run(what, before -> complete(id, parts, size, before > 0));
    } catch (IOException | RuntimeException e) {
      abortQuietly(id, e);
      throw e;
    }
  }

  private String start() throws IOException {
    traffic.request(Kind.PUT);
    try {
      return client.createMultipartUpload(settings.start(bucket, key).build()).uploadId();
    } catch (SdkException e) {
      throw errors.of(key, e);
    }
  }

  private CompletedPart part(
      Path file, long offset, long length, int number, String id, Attempts attempts)
      throws IOException {
    byte[] md5 = Md5.of(file, offset, length);
    md5s.write(md5);
    return attempts.run(
        errors.name(key) + ": write part " + number,
        before -> {
          traffic.request(Kind.PUT);
          UploadPartRequest request =
              settings.part(bucket, key, md5).uploadId(id).partNumber(number).build();
          try {
            UploadPartResponse answer =
                client.uploadPart(request, PartBody.of(file, offset, length));
            traffic.sent(length);
            return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32C(answer.checksumCRC32C())
                .build();
          } catch (SdkException e) {
            throw errors.of(key, e);
          }
        });
  }

  private boolean complete(String id, List<CompletedPart> parts, long size, boolean again)
      throws IOException {
    traffic.request(Kind.PUT);
    try {
      client.completeMultipartUpload(
          request ->
              request
                  .bucket(bucket)
                  .key(key)
                  .uploadId(id)
                  .multipartUpload(upload -> upload.parts(parts)));
      return true;
    } catch (SdkException e) {
      IOException error = errors.of(key, e);
      // The attempt whose answer was lost may have completed it: then there is no such upload now.
      if (again && error instanceof NoSuchObjectException && isThere(size, parts.size())) {
        return true;
      }
      throw error;
    }
  }

  private boolean isThere(long size, int parts) throws IOException {
    traffic.request(Kind.HEAD);
    try {
      HeadObjectResponse found = client.headObject(request -> request.bucket(bucket).key(key));
      String expected = HexFormat.of().formatHex(Md5.of(md5s.toByteArray())) + "-" + parts;
      boolean told = settings.isMd5Told();
      return found.contentLength() == size
          && (!told || found.eTag().replace("\"", "").equals(expected));
    } catch (SdkException e) {
      IOException error = errors.of(key, e);
      if (error instanceof TransientException) {
        throw error;
      }
      return false;
    }
  }

  private void abortQuietly(String id, Exception failure) {
    try {
      abort(client, bucket, key, id, errors, traffic);
    } catch (IOException e) {
      failure.addSuppressed(e); // What is left is found by gc.
    }
  }

  static void abort(
      S3Client client, String bucket, String key, String id, S3Errors errors, Traffic traffic)
      throws IOException {
    traffic.request(Kind.DELETE);
    try {
      client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id));
    } catch (SdkException e) {
      IOException error = errors.of(key, e);
      if (!(error instanceof NoSuchObjectException)) {
        throw error;
      }
    }
  }
}
