package org.shoestring.store.s3.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.io.aws2.common.HttpClientConfiguration;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.remote.InterruptWatch;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/**
 * An HTTP client no request of which lasts for ever. Java's timeouts of sockets hold for reading
 * only: a server that stops taking what is sent would never be noticed, so sending is watched, and
 * ended when nothing more was taken for as long as an answer may be silent.
 */
public final class S3HttpClient implements SdkHttpClient {
  /** What is no longer is sent in vain, if it is refused, faster than the server is asked. */
  static final int SMALL = 1 << 20;

  /** Who was interrupted waits no longer. */
  private static final long LOOK_MILLIS = 500;

  private static final long IDLE_MILLIS = 1000;

  /** What the SDK's request of this thread is answered with, instead of being sent. */
  private static final ThreadLocal<@Nullable HttpExecuteResponse> ANSWERED = new ThreadLocal<>();

  private final SdkHttpClient client;
  private final Duration silence;
  private final ScheduledThreadPoolExecutor watch;
  private final InterruptWatch interrupts = new InterruptWatch();
  private final Set<Sending> sendings = ConcurrentHashMap.newKeySet();

  private S3HttpClient(SdkHttpClient client, Duration silence) {
    this.client = client;
    this.silence = silence;
    this.watch = new ScheduledThreadPoolExecutor(1, S3HttpClient::daemon);
    every(Math.min(LOOK_MILLIS, silence.toMillis() / 4), this::look);
  }

  private void every(long millis, Runnable task) {
    long often = Math.max(1, millis);
    var unused = watch.scheduleWithFixedDelay(task, often, often, TimeUnit.MILLISECONDS);
  }

  private void look() {
    interrupts.look();
    sendings.forEach(Sending::look);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "s3-sending");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * One with settings of Beam's options.
   *
   * @param giveUpAfter when the store is given up: no request lasts longer, unless the options say
   * @param way what requests pass on their way to the network
   */
  public static S3HttpClient of(
      @Nullable HttpClientConfiguration given,
      @Nullable ProxyConfiguration proxy,
      Duration giveUpAfter,
      UnaryOperator<SdkHttpClient> way) {
    HttpSettings settings = HttpSettings.of(given, giveUpAfter);
    if (proxy != null || hasProxy()) {
      return new S3HttpClient(way.apply(throughProxy(proxy, settings)), settings.silence());
    }
    PlainHttpClient plain = new PlainHttpClient(settings);
    S3HttpClient client = new S3HttpClient(way.apply(plain), settings.silence());
    if (!settings.idle().isZero()) {
      client.every(Math.max(IDLE_MILLIS, settings.idle().toMillis() / 4), plain::closeIdle);
    }
    return client;
  }

  private static SdkHttpClient throughProxy(
      @Nullable ProxyConfiguration proxy, HttpSettings settings) {
    ApacheHttpClient.Builder apache =
        ApacheHttpClient.builder()
            .connectionTimeout(settings.connect())
            .connectionAcquisitionTimeout(settings.acquire())
            .socketTimeout(settings.silence())
            .connectionMaxIdleTime(settings.idle())
            .maxConnections(settings.connections())
            .expectContinueEnabled(false); // The SDK asks for it where content is sent.
    Optional.ofNullable(settings.lifetime()).ifPresent(apache::connectionTimeToLive);
    Optional.ofNullable(proxy).ifPresent(apache::proxyConfiguration);
    return apache.build();
  }

  /** Whether requests of this machine go through a proxy, as Java's properties or variables say. */
  private static boolean hasProxy() {
    return ProxyConfiguration.builder().build().host() != null;
  }

  /** Runs a request of the SDK that is not sent: its answer is there already. */
  <T> T answering(HttpExecuteResponse answer, Supplier<T> request) {
    ANSWERED.set(answer);
    try {
      return request.get();
    } finally {
      if (ANSWERED.get() != null) {
        ANSWERED.remove();
        // The SDK ended before it took it, as in a thread that was interrupted.
        answer.responseBody().ifPresent(AbortableInputStream::abort);
      }
    }
  }

  private static ExecutableHttpRequest answered(HttpExecuteResponse answer) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return answer;
      }

      @Override
      public void abort() {
        // It was sent before.
      }
    };
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    HttpExecuteResponse known = ANSWERED.get();
    if (known != null) {
      ANSWERED.remove();
      return answered(known);
    }
    Optional<ContentStreamProvider> content = request.contentStreamProvider();
    if (content.isEmpty()) {
      ExecutableHttpRequest prepared = client.prepareRequest(request);
      boolean isList = request.httpRequest().rawQueryParameters().containsKey("list-type");
      return new Executable(prepared, () -> isList ? noPage(prepared.call()) : prepared.call());
    }
    return new Sending(request).prepare(content.get());
  }

  /** Without the wait for the server's word to send on. */
  private static SdkHttpRequest atOnce(SdkHttpRequest request) {
    return request.toBuilder().removeHeader("Expect").build();
  }

  private static HttpExecuteResponse noPage(HttpExecuteResponse answer) {
    boolean isPage =
        answer.httpResponse().isSuccessful()
            && answer
                .httpResponse()
                .firstMatchingHeader("Content-Type")
                .filter(type -> type.startsWith("text/html"))
                .isPresent();
    if (isPage) {
      answer.responseBody().ifPresent(AbortableInputStream::abort);
      throw new HtmlPageException();
    }
    return answer;
  }

  /** What asks and answers. */
  private interface Call {
    HttpExecuteResponse run() throws IOException;
  }

  private final class Executable implements ExecutableHttpRequest {
    private final ExecutableHttpRequest request;
    private final Call calling;

    Executable(ExecutableHttpRequest request, Call calling) {
      this.request = request;
      this.calling = calling;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      try (InterruptWatch.Wait wait = interrupts.begin(request::abort)) {
        return ResponseBody.of(calling.run(), interrupts);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  /** A request whose content is on its way. */
  private final class Sending {
    private final HttpExecuteRequest whole;
    private final long length;
    private volatile long last = System.nanoTime();
    private volatile boolean isSent;
    private volatile boolean ended;
    private volatile @Nullable ExecutableHttpRequest prepared;

    Sending(HttpExecuteRequest whole) {
      this.whole = whole;
      this.length =
          whole
              .httpRequest()
              .firstMatchingHeader("Content-Length")
              .map(Long::valueOf)
              .orElse(Long.MAX_VALUE);
    }

    ExecutableHttpRequest prepare(ContentStreamProvider content) {
      SdkHttpRequest request = whole.httpRequest();
      ExecutableHttpRequest sent =
          client.prepareRequest(
              HttpExecuteRequest.builder()
                  .request(length > SMALL ? request : atOnce(request))
                  .contentStreamProvider(() -> watched(content.newStream()))
                  .metricCollector(whole.metricCollector().orElse(null))
                  .build());
      prepared = sent;
      return new Executable(sent, () -> call(sent));
    }

    /** The content, and that it is asked for: what was taken before has been sent. */
    private InputStream watched(InputStream content) {
      return new FilterInputStream(content) {
        private long taken;

        @Override
        public int read() throws IOException {
          int b = in.read();
          noted(b < 0 ? -1 : 1);
          return b;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
          int count = in.read(bytes, from, most);
          noted(count);
          return count;
        }

        private void noted(int count) {
          last = System.nanoTime();
          taken += Math.max(0, count);
          isSent = count < 0 || taken >= length;
        }
      };
    }

    private HttpExecuteResponse call(ExecutableHttpRequest request) throws IOException {
      sendings.add(this);
      try {
        return request.call();
      } catch (IOException e) {
        if (ended) {
          IOException stalled =
              new IOException("the server accepted no more data for " + silence.toSeconds() + " s");
          stalled.addSuppressed(e);
          throw stalled;
        }
        throw e;
      } finally {
        sendings.remove(this);
      }
    }

    private void look() {
      ExecutableHttpRequest request = prepared;
      if (request != null && !isSent && System.nanoTime() - last > silence.toNanos()) {
        ended = true;
        try {
          request.abort();
        } catch (RuntimeException e) {
          // It has ended meanwhile; others are still looked at.
        }
      }
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    client.close();
  }

  @Override
  public String clientName() {
    return client.clientName();
  }
}
