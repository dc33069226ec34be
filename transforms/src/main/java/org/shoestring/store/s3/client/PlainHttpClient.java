package org.shoestring.store.s3.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpVersion;
import org.apache.http.ProtocolVersion;
import org.apache.http.RequestLine;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.AbstractExecutionAwareRequest;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.Configurable;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.AbstractHttpEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.message.BasicRequestLine;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Sends requests over connections that are kept, and does no more: no cookies, logins or redirects.
 * For a small object these take as long as all the rest, most of all in a young process. Requests
 * that go through a proxy need the SDK's own client.
 */
final class PlainHttpClient implements SdkHttpClient {
  private static final int BUFFER = 1 << 16;

  private static final Duration FOR_EVER = Duration.ofMillis(-1); // No limit.

  private final HttpSettings settings;
  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;
  private final RequestConfig config;

  PlainHttpClient(HttpSettings settings) {
    this.settings = settings;
    Duration lifetime = Objects.requireNonNullElse(settings.lifetime(), FOR_EVER);
    connections =
        new PoolingHttpClientConnectionManager(
            RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", PlainConnectionSocketFactory.getSocketFactory())
                .register("https", SSLConnectionSocketFactory.getSystemSocketFactory())
                .build(),
            null,
            null,
            null,
            lifetime.toMillis(),
            TimeUnit.MILLISECONDS);
    connections.setMaxTotal(settings.connections());
    connections.setDefaultMaxPerRoute(settings.connections());
    connections.setDefaultSocketConfig(
        SocketConfig.custom().setSoTimeout(millis(settings.silence())).setTcpNoDelay(true).build());
    client = HttpClients.createMinimal(connections);
    config =
        RequestConfig.custom()
            .setConnectTimeout(millis(settings.connect()))
            .setConnectionRequestTimeout(millis(settings.acquire()))
            .setSocketTimeout(millis(settings.silence()))
            .build();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  /** Closes connections that were not used for so long that servers have forgotten them. */
  void closeIdle() {
    connections.closeExpiredConnections();
    connections.closeIdleConnections(settings.idle().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    SdkHttpRequest sent = request.httpRequest();
    Outgoing outgoing =
        isWithContent(sent.method()) || request.contentStreamProvider().isPresent()
            ? new WithContent(sent, config, request.contentStreamProvider().orElse(null))
            : new Outgoing(sent, config);
    HttpHost host = new HttpHost(sent.host(), sent.port(), sent.protocol());
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(client.execute(host, outgoing), outgoing);
      }

      @Override
      public void abort() {
        outgoing.abort();
      }
    };
  }

  /** Whether the length of its content is said even if there is none. */
  private static boolean isWithContent(SdkHttpMethod method) {
    return method == SdkHttpMethod.PUT || method == SdkHttpMethod.POST;
  }

  private static HttpExecuteResponse answer(CloseableHttpResponse answer, Outgoing request)
      throws IOException {
    HttpExecuteResponse.Builder response =
        HttpExecuteResponse.builder().response(new ResponseHead(answer));
    HttpEntity body = answer.getEntity();
    if (body != null) {
      response.responseBody(AbortableInputStream.create(body.getContent(), request::abort));
    }
    return response.build();
  }

  @Override
  public void close() {
    connections.shutdown();
  }

  @Override
  public String clientName() {
    return "Plain";
  }

  /** A request, whose path goes out as it was signed. */
  private static class Outgoing extends AbstractExecutionAwareRequest implements Configurable {
    private final RequestLine line;
    private final RequestConfig config;

    Outgoing(SdkHttpRequest request, RequestConfig config) {
      String path = request.encodedPath().isEmpty() ? "/" : request.encodedPath();
      String target = path + request.encodedQueryParameters().map(query -> "?" + query).orElse("");
      this.line = new BasicRequestLine(request.method().name(), target, HttpVersion.HTTP_1_1);
      this.config = config;
      request.forEachHeader(
          (name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
              values.forEach(value -> addHeader(name, value));
            }
          });
      if (getFirstHeader("Host") == null) {
        boolean isUsual = SdkHttpUtils.isUsingStandardPort(request.protocol(), request.port());
        addHeader("Host", isUsual ? request.host() : request.host() + ":" + request.port());
      }
    }

    @Override
    public ProtocolVersion getProtocolVersion() {
      return HttpVersion.HTTP_1_1;
    }

    @Override
    public RequestLine getRequestLine() {
      return line;
    }

    @Override
    public RequestConfig getConfig() {
      return config;
    }
  }

  /** A request that sends content, once. */
  private static final class WithContent extends Outgoing implements HttpEntityEnclosingRequest {
    private @Nullable HttpEntity entity;

    WithContent(
        SdkHttpRequest request, RequestConfig config, @Nullable ContentStreamProvider content) {
      super(request, config);
      if (content != null) {
        entity =
            new Content(
                content,
                request.firstMatchingHeader("Content-Length").map(Long::valueOf).orElse(-1L));
      }
    }

    @Override
    public boolean expectContinue() {
      Header expect = getFirstHeader("Expect");
      return expect != null && expect.getValue().equalsIgnoreCase("100-continue");
    }

    @Override
    public @Nullable HttpEntity getEntity() {
      return entity;
    }

    @Override
    public void setEntity(@Nullable HttpEntity other) {
      entity = other;
    }
  }

  private static final class Content extends AbstractHttpEntity {
    private final ContentStreamProvider content;
    private final long length;

    Content(ContentStreamProvider content, long length) {
      this.content = content;
      this.length = length;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public long getContentLength() {
      return length;
    }

    @Override
    public InputStream getContent() {
      return content.newStream();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (InputStream in = content.newStream()) {
        byte[] buffer = new byte[length < 0 ? BUFFER : (int) Math.min(BUFFER, Math.max(length, 1))];
        int count;
        while ((count = in.read(buffer)) >= 0) {
          out.write(buffer, 0, count);
        }
      }
    }

    @Override
    public boolean isStreaming() {
      return true;
    }
  }
}
