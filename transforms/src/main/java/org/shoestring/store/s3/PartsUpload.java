package org.shoestring.store.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.shoestring.bytes.Md5;
import org.shoestring.bytes.StopPatience;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.LastRequest;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends a large file in parts. The object appears when all of them have arrived; on any failure
 * they are removed.
 */
final class PartsUpload {
  private static final int MOST_PARTS = 10_000;

  /** Parts that are sent at the same time: each is read from the file as it is sent. */
  private static final int AT_ONCE = 4;

  /** S3 tells of no larger object: 5 TiB. */
  private static final long LARGEST = 5L << 40;

  private static final int CHUNK = 1 << 16;

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final PutSettings settings;
  private final WriteErrors writes;
  private final S3Errors errors;
  private final Traffic traffic;
  private final ByteArrayOutputStream md5s = new ByteArrayOutputStream();

  PartsUpload(
      S3Client client,
      String bucket,
      String key,
      PutSettings settings,
      WriteErrors writes,
      Traffic traffic) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.settings = settings;
    this.writes = writes;
    this.errors = writes.errors();
    this.traffic = traffic;
  }

  /**
   * Sends the file.
   *
   * @param partBytes of every part but the last, unless that were too many parts
   */
  void run(Path file, long partBytes, Attempts attempts) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new StoreException(
          file + ": has " + size + " bytes, but an object in S3 can have 5 TiB at most", null);
    }
    String what = errors.name(key) + ": write";
    String id = attempts.run(what, before -> start());
    BegunUploads.Abort abort = () -> abort(client, bucket, key, id, errors, traffic);
    BegunUploads.add(abort);
    try {
      long length = Math.max(partBytes, (size + MOST_PARTS - 1) / MOST_PARTS);
      List<Integer> numbers =
          IntStream.rangeClosed(1, (int) ((size + length - 1) / length)).boxed().toList();
      List<SentPart> sent =
          ParallelRequests.each(
              numbers,
              number -> {
                long offset = (number - 1) * length;
                return part(file, offset, Math.min(length, size - offset), number, id, attempts);
              },
              AT_ONCE);
      List<CompletedPart> parts = sent.stream().map(SentPart::part).toList();
      sent.forEach(part -> md5s.writeBytes(HexFormat.of().parseHex(part.md5())));
      attempts.run(what, before -> complete(file, id, parts, before > 0));
    } catch (IOException | RuntimeException e) {
      abortAfter(e, id, attempts);
      throw e;
    } finally {
      BegunUploads.remove(abort);
    }
  }

  private String start() throws IOException {
    traffic.request(Kind.PUT);
    try {
      return ResponseFields.required(
          client.createMultipartUpload(settings.start(bucket, key).build()).uploadId());
    } catch (SdkException e) {
      throw writes.of(key, e);
    }
  }

  /** What completes the upload, and the MD5 of a part in hex. */
  private record SentPart(CompletedPart part, String md5) {}

  private SentPart part(
      Path file, long offset, long length, int number, String id, Attempts attempts)
      throws IOException {
    byte[] md5 = Md5.of(file, offset, length);
    CompletedPart part =
        attempts.run(
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
                    .eTag(ResponseFields.eTag(answer.eTag()))
                    .checksumCRC32C(answer.checksumCRC32C())
                    .build();
              } catch (SdkException e) {
                IOException error = errors.of(key, e);
                throw error instanceof NoSuchObjectException ? known(error) : writes.of(key, e);
              }
            });
    return new SentPart(part, HexFormat.of().formatHex(md5));
  }

  private boolean complete(Path file, String id, List<CompletedPart> parts, boolean again)
      throws IOException {
    traffic.request(Kind.PUT);
    try {
      CompleteMultipartUploadResponse answer =
          client.completeMultipartUpload(
              request ->
                  request
                      .bucket(bucket)
                      .key(key)
                      .uploadId(id)
                      .multipartUpload(upload -> upload.parts(parts)));
      ResponseFields.required(answer.eTag()); // An error may follow a good status.
      return true;
    } catch (SdkException e) {
      IOException error = errors.of(key, e);
      // The attempt whose answer was lost may have completed it: then there is no such upload now.
      if (again && error instanceof NoSuchObjectException && isThere(file, parts.size())) {
        return true;
      }
      throw known(error);
    }
  }

  /** An error as the caller is to see it, who knows of no upload. */
  private IOException known(IOException error) {
    BegunUploads.holdIfStopping();
    return error instanceof NoSuchObjectException
        ? new StoreException(
            errors.name(key)
                + ": the parts that were uploaded so far are gone; another program or a rule of the"
                + " bucket has removed them. Run the command again",
            error)
        : error;
  }

  /** Whether the object is the file: by its ETag, or by its bytes where the ETag tells nothing. */
  private boolean isThere(Path file, int parts) throws IOException {
    traffic.request(Kind.GET);
    try (ResponseInputStream<GetObjectResponse> found =
        client.getObject(request -> request.bucket(bucket).key(key))) {
      try {
        String expected = HexFormat.of().formatHex(Md5.of(md5s.toByteArray())) + "-" + parts;
        return ResponseFields.eTag(found.response().eTag()).replace("\"", "").equals(expected)
            || holds(found, file);
      } finally {
        found.abort();
      }
    } catch (SdkException e) {
      IOException error = errors.of(key, e);
      if (error instanceof NoSuchObjectException) {
        return false;
      }
      throw error;
    } catch (IOException e) {
      throw new TransientException(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean holds(ResponseInputStream<GetObjectResponse> found, Path file)
      throws IOException {
    if (found.response().contentLength() != Files.size(file)) {
      return false;
    }
    try (InputStream expected = Files.newInputStream(file)) {
      byte[] theirs;
      do {
        theirs = found.readNBytes(CHUNK);
        traffic.received(theirs.length);
        if (!Arrays.equals(theirs, expected.readNBytes(CHUNK))) {
          return false;
        }
      } while (theirs.length == CHUNK);
      return true;
    }
  }

  private void abortAfter(Exception failure, String id, Attempts attempts) {
    try {
      LastRequest.run(
          () ->
              attempts
                  .atMost(StopPatience.LAST_REQUESTS)
                  .run(
                      errors.name(key) + ": remove the uploaded parts",
                      before -> {
                        abort(client, bucket, key, id, errors, traffic);
                        return true;
                      }));
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
