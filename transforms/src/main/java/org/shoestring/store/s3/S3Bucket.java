package org.shoestring.store.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Md5;
import org.shoestring.store.config.StoreFile.Checksum;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.s3.client.ObjectClient;
import org.shoestring.store.s3.client.ObjectResponse;
import org.shoestring.store.s3.client.SdkClient;
import org.shoestring.store.s3.listing.ListingPage;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** A bucket behind an S3 client. */
final class S3Bucket implements Bucket {
  private static final int RANGE_BEYOND_THE_END = 416;

  private final String location;
  private final String bucket;
  private final String address;
  private final SdkClient client;
  private final ObjectClient objects;
  private final PutSettings settings;
  private final S3Errors errors;
  private final WriteErrors writes;
  private final Traffic traffic;
  private final long partBytes;

  /**
   * A bucket.
   *
   * @param address and region, for people
   * @param objects gets, puts and lists; all else is asked of {@code client}
   * @param partBytes a larger file is sent in parts of so many bytes
   */
  S3Bucket(
      String location,
      String bucket,
      String address,
      SdkClient client,
      ObjectClient objects,
      PutSettings settings,
      S3Errors errors,
      Traffic traffic,
      long partBytes) {
    this.location = location;
    this.bucket = bucket;
    this.address = address;
    this.client = client;
    this.objects = objects;
    this.settings = settings;
    this.errors = errors;
    this.traffic = traffic;
    this.writes = new WriteErrors(client, bucket, errors, traffic);
    this.partBytes = partBytes;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public Optional<Trials> trials() {
    return Optional.of(new S3Trials(client.get(), bucket, settings, errors, traffic));
  }

  @Override
  public Content read(String key, long offset, Optional<String> version) throws IOException {
    traffic.request(Kind.GET);
    try {
      ObjectResponse answer = objects.get(key, offset, version.orElse(null));
      try {
        long length = ResponseFields.length(answer.length());
        if (offset > 0) {
          ResponseFields.required(answer.range()); // Else it starts at the beginning.
        }
        return new Content(
            new ObjectInput(answer.body(), length, traffic),
            length,
            ResponseFields.eTag(answer.eTag()));
      } catch (TransientException e) {
        answer.body().abort();
        throw e;
      }
    } catch (S3Exception e) {
      if (e.statusCode() == RANGE_BEYOND_THE_END) {
        return new Content(InputStream.nullInputStream(), 0, version.orElse(""));
      }
      if (S3Errors.isUnexplainedAbsence(e)) {
        list(key, Optional.empty()); // Whether it is a store that answers.
      }
      throw errors.of(key, e);
    } catch (SdkException e) {
      throw errors.of(key, e);
    }
  }

  @Override
  public void put(String key, Path file, Attempts attempts) throws IOException {
    if (Files.size(file) > partBytes) {
      new PartsUpload(client.get(), bucket, key, settings, writes, traffic)
          .run(file, partBytes, attempts);
      return;
    }
    byte[] md5 = Md5.of(file, 0, Files.size(file));
    attempts.run(
        location + "/" + key + ": write",
        before -> {
          traffic.request(Kind.PUT);
          PutObjectRequest.Builder request = settings.put(bucket, key, md5);
          try {
            compare(
                objects.putObject(request.build(), PartBody.of(file, 0, Files.size(file))), md5);
          } catch (SdkException e) {
            throw writes.of(key, e);
          }
          traffic.sent(Files.size(file));
          return true;
        });
  }

  @Override
  public boolean create(String key, byte[] content, boolean onlyIfAbsent) throws IOException {
    traffic.request(Kind.PUT);
    byte[] md5 = Md5.of(content);
    PutObjectRequest.Builder request = settings.put(bucket, key, md5);
    if (onlyIfAbsent) {
      request.overrideConfiguration(headers -> headers.putHeader("If-None-Match", "*"));
    }
    try {
      RequestBody body =
          RequestBody.fromInputStream(new ByteArrayInputStream(content), content.length);
      compare(objects.putObject(request.build(), body), md5);
      traffic.sent(content.length);
      return true;
    } catch (SdkException e) {
      IOException error = writes.of(key, e);
      if (error instanceof ChangedException) {
        return false;
      }
      throw error;
    }
  }

  /** Whether the store tells the MD5 that was sent, where its ETag is one. */
  private void compare(PutObjectResponse answer, byte[] md5) {
    if (settings.checksum() == Checksum.MD5
        && answer.eTag() != null
        && answer.sseCustomerAlgorithm() == null
        && answer.serverSideEncryption() != ServerSideEncryption.AWS_KMS
        && !answer.eTag().replace("\"", "").equals(HexFormat.of().formatHex(md5))) {
      throw SdkClientException.create(
          "the store tells the ETag "
              + answer.eTag()
              + ", but the MD5 of what was sent is "
              + HexFormat.of().formatHex(md5));
    }
  }

  @Override
  public Page list(String prefix, Optional<String> from) throws IOException {
    traffic.request(Kind.LIST);
    try {
      ListingPage answer = objects.list(prefix, from.orElse(null));
      boolean more = ResponseFields.required(answer.isTruncated());
      return new Page(
          answer.objects(),
          more ? Optional.of(ResponseFields.required(answer.next())) : Optional.empty());
    } catch (SdkException e) {
      throw errors.ofList(prefix, e);
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    traffic.request(Kind.HEAD);
    try {
      HeadObjectResponse answer =
          client.get().headObject(request -> request.bucket(bucket).key(key));
      return Optional.of(
          new StoredObject(
              key,
              ResponseFields.length(answer.contentLength()),
              ResponseFields.eTag(answer.eTag()),
              ResponseFields.required(answer.lastModified())));
    } catch (SdkException e) {
      IOException error = S3Errors.isUnexplained(e) ? reason(key, e) : errors.of(key, e);
      if (error instanceof NoSuchObjectException) {
        return Optional.empty();
      }
      throw error;
    }
  }

  /** Why a HEAD was refused: asked again with a request whose answer has a body. */
  private IOException reason(String key, SdkException head) {
    traffic.request(Kind.GET);
    try {
      client.get().getObject(request -> request.bucket(bucket).key(key).range("bytes=0-0")).abort();
    } catch (SdkException e) {
      if (!S3Errors.isUnexplained(e)) {
        return errors.of(key, e);
      }
    }
    return errors.of(key, head);
  }

  @Override
  public void delete(String key) throws IOException {
    traffic.request(Kind.DELETE);
    try {
      client.get().deleteObject(request -> request.bucket(bucket).key(key));
    } catch (SdkException e) {
      IOException error = errors.of(key, e);
      if (!(error instanceof NoSuchObjectException)) {
        throw error;
      }
    }
  }

  @Override
  public List<Upload> uploads(String prefix) throws IOException {
    List<Upload> uploads = new ArrayList<>();
    @Nullable String key = null;
    @Nullable String id = null;
    do {
      traffic.request(Kind.LIST);
      @Nullable String afterKey = key;
      @Nullable String afterId = id;
      ListMultipartUploadsResponse answer;
      try {
        answer =
            client
                .get()
                .listMultipartUploads(
                    request ->
                        request
                            .bucket(bucket)
                            .prefix(prefix)
                            .keyMarker(afterKey)
                            .uploadIdMarker(afterId));
      } catch (SdkException e) {
        throw errors.of(prefix, e);
      }
      boolean more = ResponseFields.required(answer.isTruncated());
      answer.uploads().forEach(u -> uploads.add(new Upload(u.key(), u.uploadId(), u.initiated())));
      key = more ? answer.nextKeyMarker() : null;
      id = more ? answer.nextUploadIdMarker() : null;
    } while (key != null);
    return uploads;
  }

  @Override
  public void abort(Upload upload) throws IOException {
    PartsUpload.abort(client.get(), bucket, upload.key(), upload.id(), errors, traffic);
  }

  /** As a header of HTTP has it. */
  static String base64(byte[] md5) {
    return Base64.getEncoder().encodeToString(md5);
  }
}
