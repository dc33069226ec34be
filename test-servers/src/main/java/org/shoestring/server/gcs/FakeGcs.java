package org.shoestring.server.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A fake of Google Cloud Storage's JSON API, after Google's documentation, which refuses what
 * Google refuses: uploads in one request and in sessions, content with ranges, listings, deletion,
 * preconditions on generations, batches. Contents lie in a folder, all else in memory.
 */
public final class FakeGcs implements AutoCloseable {
  static {
    // Otherwise every answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeGcs::daemon);
  private final GcsApi api;
  private final GcsUploads uploads;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<Integer, GcsRefusal> refusals = new ConcurrentHashMap<>();
  private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
  private final AtomicInteger arrivals = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong cut = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong damage = new AtomicLong(-1);
  private volatile @Nullable String token;

  private FakeGcs(Path folder, List<String> buckets) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GcsObjects objects = new GcsObjects(folder, buckets);
    uploads = new GcsUploads(objects, endpoint());
    api = new GcsApi(objects, uploads, endpoint());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-gcs");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts it.
   *
   * @param folder of its own, for contents
   */
  public static FakeGcs over(Path folder, String... buckets) throws IOException {
    FakeGcs fake = new FakeGcs(folder, List.of(buckets));
    fake.server.setExecutor(fake.threads);
    fake.server.createContext("/", fake::serve);
    fake.server.start();
    return fake;
  }

  /** Where it listens: {@code http://127.0.0.1:PORT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** As Beam's {@code --gcsEndpoint} names it. */
  public String gcsEndpoint() {
    return endpoint() + GcsApi.ROOT + "/";
  }

  /** From now on only requests with this bearer token are taken. */
  public void requireToken(String bearer) {
    token = bearer;
  }

  /** The next request with a longer body is cut after so many bytes of it, without an answer. */
  public void cutNextUploadAfter(long bytes) {
    cut.set(bytes);
  }

  /** Of the content of the next upload a bit arrives wrong. */
  public void damageNextUpload() {
    uploads.damageNext();
  }

  /** The next content that is sent beyond this byte has a wrong bit there. */
  public void damageNextDownload(long at) {
    damage.set(at);
  }

  /** A request is refused, after so many that are not; with 0 it is the next. */
  public void refuseAfter(int others, int status, String reason, String message) {
    refusals.put(arrivals.get() + others, new GcsRefusal(status, reason, message));
  }

  /** A request is carried out, but its answer is lost; after so many others. */
  public void loseAnswerAfter(int others) {
    lost.add(arrivals.get() + others);
  }

  /** Listings come in pages of at most so many objects, whatever is asked for. */
  public void listInPagesOf(int objects) {
    api.listInPagesOf(objects);
  }

  /** How many bytes of requests have arrived. */
  public long bytesReceived() {
    return received.get();
  }

  /** How many bytes of answers were written. */
  public long bytesSent() {
    return sent.get();
  }

  /** What was asked, each as {@code METHOD PATH}, in the order of arrival. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      int arrival = arrivals.getAndIncrement();
      String method = exchange.getRequestMethod();
      requests.add(method + " " + exchange.getRequestURI().getRawPath());
      GcsCall call =
          new GcsCall(
              method,
              exchange.getRequestURI(),
              exchange.getRequestHeaders(),
              cutting(exchange.getRequestBody()));
      GcsAnswer answer;
      try {
        GcsRefusal planned = refusals.remove(arrival);
        if (planned != null) {
          throw planned;
        }
        checkCaller(call);
        answer = api.answer(call);
      } catch (GcsRefusal refusal) {
        // A client that still sends would see a broken connection rather than the answer.
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        answer = refusal.answer(call);
      } catch (CutException e) {
        return; // Closing the exchange closes the connection.
      }
      if (!lost.remove(arrival)) {
        send(exchange, answer);
      }
    }
  }

  private void checkCaller(GcsCall call) throws GcsRefusal {
    String wanted = token;
    String given = call.header("Authorization");
    if (wanted == null || ("Bearer " + wanted).equals(given)) {
      return;
    }
    throw given == null
        ? new GcsRefusal(
            401, "required", "Anonymous caller does not have access to the Google Cloud Storage")
        : new GcsRefusal(401, "authError", "Invalid Credentials");
  }

  private void send(HttpExchange exchange, GcsAnswer answer) throws IOException {
    try (InputStream body = answer.body()) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      // The server's words for "no body" and "a body of unknown length".
      long length = answer.length() == 0 ? -1 : Math.max(0, answer.length());
      exchange.sendResponseHeaders(answer.status(), length);
      if (length >= 0) {
        boolean isContent = answer.headers().containsKey("x-goog-hash");
        try (OutputStream out = exchange.getResponseBody()) {
          byte[] buffer = new byte[1 << 14];
          int count;
          for (long at = 0; (count = body.read(buffer)) >= 0; at += count) {
            long wrong = isContent ? damage.get() : -1;
            if (wrong >= at && wrong < at + count && damage.compareAndSet(wrong, -1)) {
              buffer[(int) (wrong - at)] ^= 1;
            }
            out.write(buffer, 0, count);
            sent.addAndGet(count);
          }
        }
      }
    }
  }

  /** The connection is to be cut. */
  private static final class CutException extends IOException {
    private static final long serialVersionUID = 1;
  }

  private InputStream cutting(InputStream body) {
    return new FilterInputStream(body) {
      private long read;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        long limit = cut.get();
        int count = in.read(bytes, offset, length);
        read += Math.max(0, count);
        received.addAndGet(Math.max(0, count));
        if (read > limit && cut.compareAndSet(limit, Long.MAX_VALUE)) {
          throw new CutException();
        }
        return count;
      }
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
