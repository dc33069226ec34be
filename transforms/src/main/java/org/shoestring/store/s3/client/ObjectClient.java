package org.shoestring.store.s3.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Gets and puts the objects of one bucket. It sends these requests itself: what the SDK does for
 * each of them takes longer than a small object does on the network, most of all in a young
 * process. Whatever is not as it should be is for the SDK: requests that say more, and answers that
 * are no success or end in a checksum, which it is given as if it had asked.
 */
public final class ObjectClient {
  private static final String CREATE = "If-None-Match";

  private final S3Client client;
  private final @Nullable Direct direct;

  /**
   * What is sent without the SDK.
   *
   * @param bucket the address of the bucket, which the names of objects are behind
   * @param md5 whether the MD5 of what is read is asked for
   */
  private record Direct(
      S3HttpClient http,
      AwsCredentialsProvider credentials,
      RequestSigner signer,
      StoreClock clock,
      URI bucket,
      boolean md5) {}

  private ObjectClient(S3Client client, @Nullable Direct direct) {
    this.client = client;
    this.direct = direct;
  }

  /** One that leaves all to the SDK. */
  public static ObjectClient ofSdk(S3Client client) {
    return new ObjectClient(client, null);
  }

  /**
   * One that sends requests itself.
   *
   * @param http that of the SDK's client
   * @param clock which the SDK's client sets
   * @param md5 whether the MD5 of what is read is asked for, which Amazon sends behind it
   */
  public static ObjectClient direct(
      S3Client client,
      S3HttpClient http,
      AwsCredentialsProvider credentials,
      StoreClock clock,
      String bucket,
      boolean md5) {
    String object;
    try {
      object = client.utilities().getUrl(request -> request.bucket(bucket).key("x")).toString();
    } catch (SdkException e) {
      return ofSdk(client); // It says so at every request.
    }
    URI address = URI.create(object.substring(0, object.length() - "/x".length()));
    RequestSigner signer = new RequestSigner(client.serviceClientConfiguration().region().id());
    return new ObjectClient(client, new Direct(http, credentials, signer, clock, address, md5));
  }

  /**
   * What sends requests for an object. Null for the SDK, which refuses an object without a name,
   * and joins one that starts with a slash to an endpoint's path in its own way.
   */
  private @Nullable Direct direct(String key) {
    return key.isEmpty() || key.startsWith("/") ? null : direct;
  }

  /** As {@link S3Client} has it. */
  public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
    Direct sent = direct(request.key());
    if (sent == null) {
      return client.getObject(request);
    }
    SortedMap<String, String> headers = new TreeMap<>();
    put(headers, "range", request.range());
    put(headers, "if-match", request.ifMatch());
    if (sent.md5()) {
      headers.put("x-amz-te", "append-md5");
    }
    Sent get = send(sent, SdkHttpMethod.GET, request.key(), headers, null);
    HttpExecuteResponse answer = get.answer();
    if (answer == null
        || !answer.httpResponse().isSuccessful()
        || answer.httpResponse().firstMatchingHeader("x-amz-transfer-encoding").isPresent()) {
      return sent.http().answering(get::again, () -> client.getObject(request));
    }
    SdkHttpResponse head = answer.httpResponse();
    GetObjectResponse response =
        GetObjectResponse.builder()
            .contentLength(length(head))
            .contentRange(head.firstMatchingHeader("Content-Range").orElse(null))
            .eTag(head.firstMatchingHeader("ETag").orElse(null))
            .build();
    return new ResponseInputStream<>(
        response,
        answer
            .responseBody()
            .orElseGet(() -> AbortableInputStream.create(InputStream.nullInputStream())));
  }

  private static @Nullable Long length(SdkHttpResponse head) {
    return head.firstMatchingHeader("Content-Length")
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::valueOf)
        .orElse(null);
  }

  /** As {@link S3Client} has it. */
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    Direct sent = direct(request.key());
    if (sent == null || request.contentMD5() == null) {
      return client.putObject(request, body);
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
    Sent put = send(sent, SdkHttpMethod.PUT, request.key(), headers, body);
    HttpExecuteResponse answer = put.answer();
    if (answer == null || !answer.httpResponse().isSuccessful()) {
      return sent.http().answering(put::again, () -> client.putObject(request, body));
    }
    drain(answer);
    SdkHttpResponse head = answer.httpResponse();
    return PutObjectResponse.builder()
        .eTag(head.firstMatchingHeader("ETag").orElse(null))
        .serverSideEncryption(head.firstMatchingHeader("x-amz-server-side-encryption").orElse(null))
        .build();
  }

  private static void put(SortedMap<String, String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  /** An answer, or why there is none. */
  private record Sent(@Nullable HttpExecuteResponse answer, @Nullable IOException failure) {
    HttpExecuteResponse again() throws IOException {
      if (answer != null) {
        return answer;
      }
      throw failure == null ? new IOException("no answer") : failure;
    }
  }

  private Sent send(
      Direct sent,
      SdkHttpMethod method,
      String key,
      SortedMap<String, String> headers,
      @Nullable RequestBody body) {
    URI bucket = sent.bucket();
    String path = bucket.getRawPath() + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    int port = bucket.getPort();
    boolean isStandard = SdkHttpUtils.isUsingStandardPort(bucket.getScheme(), port);
    headers.put("host", isStandard ? bucket.getHost() : bucket.getHost() + ":" + port);
    SortedMap<String, String> signed =
        sent.signer()
            .sign(
                method.name(),
                path,
                headers,
                sent.credentials().resolveCredentials(),
                sent.clock().now());
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(method)
            .protocol(bucket.getScheme())
            .host(bucket.getHost())
            .port(port < 0 ? null : port)
            .encodedPath(path);
    signed.forEach((name, value) -> request.putHeader(nameOf(name), value));
    request.putHeader("User-Agent", "shoestring");
    if (body != null) {
      request.putHeader("Expect", "100-continue");
    }
    HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(request.build());
    if (body != null) {
      execute.contentStreamProvider(body.contentStreamProvider());
    }
    try {
      HttpExecuteResponse answer = sent.http().prepareRequest(execute.build()).call();
      return new Sent(answer, null);
    } catch (IOException e) {
      return new Sent(null, e);
    }
  }

  /** As the HTTP client knows those that it sets itself. */
  private static String nameOf(String header) {
    return switch (header) {
      case "host" -> "Host";
      case "content-length" -> "Content-Length";
      case "content-type" -> "Content-Type";
      default -> header;
    };
  }

  /** Reads to the end, so that the connection can be used again. */
  private static void drain(HttpExecuteResponse answer) {
    answer
        .responseBody()
        .ifPresent(
            body -> {
              try (body) {
                body.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                throw SdkClientException.create(String.valueOf(e.getMessage()), e);
              }
            });
  }
}
