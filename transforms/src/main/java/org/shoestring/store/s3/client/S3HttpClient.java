package org.shoestring.store.s3.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.io.aws2.common.HttpClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
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

/**
 * An HTTP client no request of which lasts for ever. Java's timeouts of sockets hold for reading
 * only: a server that stops taking what is sent would never be noticed, so sending is watched, and
 * ended when nothing more was taken for as long as an answer may be silent.
 */
public final class S3HttpClient implements SdkHttpClient {
  /** How long a server may be silent, unless it is given up before. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** Every object that is being read holds one. */
  private static final int CONNECTIONS = 512;

  /** What is no longer is sent in vain, if it is refused, faster than the server is asked. */
  private static final int SMALL = 1 << 20;

  /** Who was interrupted waits no longer. */
  private static final long LOOK_MILLIS = 500;

  /** What the SDK's request of this thread is answered with, instead of being sent. */
  private static final ThreadLocal<@Nullable Call> ANSWERED = new ThreadLocal<>();

  private final SdkHttpClient client;
  private final Duration silence;
  private final ScheduledThreadPoolExecutor watch;
  private final InterruptWatch interrupts = new InterruptWatch();

  private S3HttpClient(SdkHttpClient client, Duration silence) {
    this.client = client;
    this.silence = silence;
    this.watch = new ScheduledThreadPoolExecutor(1, S3HttpClient::daemon);
    this.watch.setRemoveOnCancelPolicy(true);
    var unused =
        watch.scheduleWithFixedDelay(
            interrupts::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "s3-sending");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * As Beam's options have it; what they leave open is such that no request outlasts its store.
   *
   * @param way what requests pass on their way to the network
   */
  public static S3HttpClient of(
      AwsOptions options, Duration giveUpAfter, UnaryOperator<SdkHttpClient> way) {
    Duration silence = shorter(SILENCE, giveUpAfter);
    ApacheHttpClient.Builder apache =
        ApacheHttpClient.builder()
            .connectionTimeout(shorter(CONNECTING, giveUpAfter))
            .maxConnections(CONNECTIONS)
            .expectContinueEnabled(false); // The SDK asks for it where content is sent.
    Optional.ofNullable(options.getProxyConfiguration()).ifPresent(apache::proxyConfiguration);
    @Nullable HttpClientConfiguration given = options.getHttpClientConfiguration();
    if (given != null) {
      millis(given.connectionAcquisitionTimeout()).ifPresent(apache::connectionAcquisitionTimeout);
      millis(given.connectionMaxIdleTime()).ifPresent(apache::connectionMaxIdleTime);
      millis(given.connectionTimeout()).ifPresent(apache::connectionTimeout);
      millis(given.connectionTimeToLive()).ifPresent(apache::connectionTimeToLive);
      silence = millis(given.socketTimeout()).orElse(silence);
      Optional.ofNullable(given.maxConnections()).ifPresent(apache::maxConnections);
    }
    return new S3HttpClient(way.apply(apache.socketTimeout(silence).build()), silence);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Optional<Duration> millis(@Nullable Integer millis) {
    return Optional.ofNullable(millis).map(Duration::ofMillis);
  }

  /**
   * Runs a request of the SDK that is not sent: its answer is there already, or what kept it away.
   */
  <T> T answering(Call answer, Supplier<T> request) {
    ANSWERED.set(answer);
    try {
      return request.get();
    } finally {
      if (ANSWERED.get() != null) {
        ANSWERED.remove();
        leave(answer); // The SDK ended before it took it, as in a thread that was interrupted.
      }
    }
  }

  private static void leave(Call answer) {
    try {
      answer.run().responseBody().ifPresent(AbortableInputStream::abort);
    } catch (IOException e) {
      // There was none, and so there is nothing that holds a connection.
    }
  }

  private static ExecutableHttpRequest answered(Call answer) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer.run();
      }

      @Override
      public void abort() {
        // It was sent before.
      }
    };
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    Call known = ANSWERED.get();
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
    long length =
        request
            .httpRequest()
            .firstMatchingHeader("Content-Length")
            .map(Long::valueOf)
            .orElse(Long.MAX_VALUE);
    Sending sending = new Sending(length);
    HttpExecuteRequest watched =
        HttpExecuteRequest.builder()
            .request(length > SMALL ? request.httpRequest() : atOnce(request.httpRequest()))
            .contentStreamProvider(() -> sending.watched(content.get().newStream()))
            .metricCollector(request.metricCollector().orElse(null))
            .build();
    return sending.of(client.prepareRequest(watched));
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
      throw new PageException();
    }
    return answer;
  }

  /** What asks and answers. */
  interface Call {
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
        return AnswerBody.of(calling.run(), interrupts);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  /** A request whose content is on its way. */
  private final class Sending {
    private volatile long last = System.nanoTime();
    private volatile boolean sent;
    private volatile boolean ended;
    private final long length;

    Sending(long length) {
      this.length = length;
    }

    /** The content, and that it is asked for: what was taken before has been sent. */
    InputStream watched(InputStream content) {
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
          sent = count < 0 || taken >= length;
        }
      };
    }

    ExecutableHttpRequest of(ExecutableHttpRequest request) {
      return new Executable(request, () -> call(request));
    }

    private HttpExecuteResponse call(ExecutableHttpRequest request) throws IOException {
      long often = Math.max(1, silence.toMillis() / 4);
      ScheduledFuture<?> watching =
          watch.scheduleWithFixedDelay(() -> look(request), often, often, TimeUnit.MILLISECONDS);
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
        watching.cancel(false);
      }
    }

    private void look(ExecutableHttpRequest request) {
      if (!sent && System.nanoTime() - last > silence.toNanos()) {
        ended = true;
        request.abort();
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
