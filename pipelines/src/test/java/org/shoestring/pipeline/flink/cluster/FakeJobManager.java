package org.shoestring.pipeline.flink.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.process.BuildIdentity;

/** A server at the address of a cluster, which says what a test tells it to. */
public final class FakeJobManager implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String silent = "";

  public FakeJobManager() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String page = path.substring(path.lastIndexOf('/') + 1);
    exchange.getRequestBody().readAllBytes();
    requests.add(exchange.getRequestMethod() + " " + page);
    if (page.equals(silent)) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Deque<String> known = answers.get(page);
    String answer = known == null ? null : known.size() > 1 ? known.poll() : known.peek();
    byte[] bytes = (answer == null ? "not found" : answer).getBytes(UTF_8);
    exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Has a page answer this, one after the other, and the last one for ever. */
  public FakeJobManager answer(String page, String... texts) {
    answers.put(page, new ArrayDeque<>(List.of(texts)));
    return this;
  }

  /** Has it be a cluster of this program. */
  public FakeJobManager ofThisBuild(int slots) {
    return answer("overview", overview(EnvironmentInformation.getVersion(), slots))
        .answer("config", config(BuildIdentity.here()));
  }

  /** Has a page take requests, and never answer them. */
  public FakeJobManager silentAt(String page) {
    silent = page;
    return this;
  }

  /** What {@code overview} answers. */
  public static String overview(String version, int slots) {
    return """
        {"taskmanagers": 1, "slots-total": SLOTS, "slots-available": 0, "jobs-running": 0,
         "jobs-finished": 0, "jobs-cancelled": 0, "jobs-failed": 0, "flink-version": "VERSION",
         "flink-commit": "1"}
        """
        .replace("SLOTS", Integer.toString(slots))
        .replace("VERSION", version);
  }

  /** What {@code config} answers. */
  public static String config(String build) {
    return "[{\"key\": \"" + BuildIdentity.SETTING + "\", \"value\": \"" + build + "\"}]";
  }

  /** What was asked: {@code GET overview}, for example. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public ClusterAddress address() {
    return new ClusterAddress("127.0.0.1", port());
  }

  /** The options of who uses it. */
  public ClusterFlinkOptions options() {
    ClusterFlinkOptions options = PipelineOptionsFactory.as(ClusterFlinkOptions.class);
    options.setFlinkMaster(address().toString());
    return options;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
