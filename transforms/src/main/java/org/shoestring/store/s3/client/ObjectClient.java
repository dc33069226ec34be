package org.shoestring.store.s3.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.s3.listing.ListingPage;
import org.shoestring.store.s3.listing.ListingParser;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Gets, puts and lists the objects of one bucket. It sends these requests itself: what the SDK does
 * for each of them takes longer than a small object does on the network, most of all in a young
 * process. Whatever is not as it should be is for the SDK: requests that say more, and answers that
 * are no success or end in a checksum, which it is given as if it had asked.
 */
public final class ObjectClient {
  private static final String CREATE = "If-None-Match";
  private static final int LENGTH_DIGITS = 18;

  private final SdkClient client;
  private final String bucket;
  private final @Nullable DirectRequests direct;
  private final boolean md5;

  private ObjectClient(
      SdkClient client, String bucket, @Nullable DirectRequests direct, boolean md5) {
    this.client = client;
    this.bucket = bucket;
    this.direct = direct;
    this.md5 = md5;
  }

  /** One that leaves all to the SDK. */
  public static ObjectClient ofSdk(SdkClient client, String bucket) {
    return new ObjectClient(client, bucket, null, false);
  }

  /**
   * One that sends requests itself.
   *
   * @param md5 whether the MD5 of what is read is asked for, which Amazon sends behind it
   */
  public static ObjectClient direct(
      SdkClient client, DirectRequests direct, String bucket, boolean md5) {
    return new ObjectClient(client, bucket, direct, md5);
  }

  /**
   * Whether an object is for the SDK: it refuses one without a name, and joins one that starts with
   * a slash to an endpoint's path in its own way.
   */
  private static boolean isForSdk(String key) {
    return key.isEmpty() || key.startsWith("/");
  }

  /**
   * Gets an object.
   *
   * @param offset where to begin
   * @param version the ETag that it must have; null for any
   * @throws SdkException as the SDK does
   */
  public ObjectResponse get(String key, long offset, @Nullable String version) {
    @Nullable String range = offset > 0 ? "bytes=" + offset + "-" : null;
    if (direct == null || isForSdk(key)) {
      return getBySdk(key, range, version);
    }
    SortedMap<String, String> headers = new TreeMap<>();
    put(headers, "range", range);
    put(headers, "if-match", version);
    if (md5) {
      headers.put("x-amz-te", "append-md5");
    }
    HttpExecuteResponse answer = direct.object(SdkHttpMethod.GET, key, headers, null);
    if (!answer.httpResponse().isSuccessful()
        || answer.httpResponse().firstMatchingHeader("x-amz-transfer-encoding").isPresent()) {
      return direct.answering(answer, () -> getBySdk(key, range, version));
    }
    SdkHttpResponse head = answer.httpResponse();
    return new ObjectResponse(
        answer
            .responseBody()
            .orElseGet(() -> AbortableInputStream.create(InputStream.nullInputStream())),
        length(head),
        head.firstMatchingHeader("Content-Range").orElse(null),
        head.firstMatchingHeader("ETag").orElse(null));
  }

  private ObjectResponse getBySdk(String key, @Nullable String range, @Nullable String version) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
    ResponseInputStream<GetObjectResponse> in =
        client.get().getObject(request.range(range).ifMatch(version).build());
    GetObjectResponse answer = in.response();
    return new ObjectResponse(
        AbortableInputStream.create(in, in),
        answer.contentLength(),
        answer.contentRange(),
        answer.eTag());
  }

  private static @Nullable Long length(SdkHttpResponse head) {
    String text = head.firstMatchingHeader("Content-Length").orElse("");
    boolean isNumber = !text.isEmpty() && text.length() <= LENGTH_DIGITS;
    for (int i = 0; i < text.length(); i++) {
      isNumber &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return isNumber ? Long.valueOf(text) : null;
  }

  /**
   * Lists objects, a page of them.
   *
   * @param from what the page before said; null for the first
   * @throws SdkException as the SDK does
   */
  public ListingPage list(String prefix, @Nullable String from) {
    if (direct == null) {
      return listBySdk(prefix, from);
    }
    SortedMap<String, String> query = new TreeMap<>();
    put(query, "continuation-token", from);
    query.put("list-type", "2");
    query.put("prefix", prefix);
    HttpExecuteResponse answer = direct.list(query);
    if (!answer.httpResponse().isSuccessful()) {
      return direct.answering(answer, () -> listBySdk(prefix, from));
    }
    byte[] text = content(answer);
    return ListingParser.read(text)
        .orElseGet(() -> direct.answering(again(answer, text), () -> listBySdk(prefix, from)));
  }

  /** The same answer with what was read of it. */
  private static HttpExecuteResponse again(HttpExecuteResponse answer, byte[] text) {
    return HttpExecuteResponse.builder()
        .response(answer.httpResponse())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(text)))
        .build();
  }

  private ListingPage listBySdk(String prefix, @Nullable String from) {
    ListObjectsV2Response answer =
        client
            .get()
            .listObjectsV2(
                request -> request.bucket(bucket).prefix(prefix).continuationToken(from));
    List<StoredObject> objects = new ArrayList<>();
    for (S3Object object : answer.contents()) {
      if (object.key() == null || object.size() == null || object.lastModified() == null) {
        throw SdkClientException.create("the answer is cut short");
      }
      String eTag = Objects.requireNonNullElse(object.eTag(), "");
      objects.add(new StoredObject(object.key(), object.size(), eTag, object.lastModified()));
    }
    return new ListingPage(objects, answer.isTruncated(), answer.nextContinuationToken());
  }

  /** As {@link S3Client} has it. */
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    if (direct == null || request.contentMD5() == null || isForSdk(request.key())) {
      return client.get().putObject(request, body);
    }
    SortedMap<String, String> headers = new TreeMap<>();
    put(headers, "content-length", body.optionalContentLength().map(String::valueOf).orElse(null));
    put(headers, "content-type", body.contentType());
    put(headers, "content-md5", request.contentMD5());
    put(headers, "x-amz-storage-class", request.storageClassAsString());
    put(headers, "x-amz-server-side-encryption", request.serverSideEncryptionAsString());
    put(headers, "x-amz-server-side-encryption-aws-kms-key-id", request.ssekmsKeyId());
    put(
        headers,
        "x-amz-server-side-encryption-bucket-key-enabled",
        request.bucketKeyEnabled() == null ? null : request.bucketKeyEnabled().toString());
    request
        .overrideConfiguration()
        .map(more -> more.headers().get(CREATE))
        .ifPresent(values -> put(headers, "if-none-match", values.get(0)));
    HttpExecuteResponse answer = direct.object(SdkHttpMethod.PUT, request.key(), headers, body);
    if (!answer.httpResponse().isSuccessful()) {
      return direct.answering(answer, () -> client.get().putObject(request, body));
    }
    byte[] unused = content(answer);
    SdkHttpResponse head = answer.httpResponse();
    return PutObjectResponse.builder()
        .eTag(head.firstMatchingHeader("ETag").orElse(null))
        .serverSideEncryption(head.firstMatchingHeader("x-amz-server-side-encryption").orElse(null))
        .build();
  }

  private static void put(SortedMap<String, String> texts, String name, @Nullable String value) {
    if (value != null) {
      texts.put(name, value);
    }
  }

  /** Reads to the end, so that the connection can be used again. */
  private static byte[] content(HttpExecuteResponse answer) {
    if (answer.responseBody().isEmpty()) {
      return new byte[0];
    }
    try (InputStream body = answer.responseBody().get()) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw SdkClientException.create(String.valueOf(e.getMessage()), e);
    }
  }
}
