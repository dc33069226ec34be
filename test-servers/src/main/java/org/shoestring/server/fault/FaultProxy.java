package org.shoestring.server.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.shoestring.server.HttpHead;
import org.shoestring.server.fault.FaultRule.Request;

/**
 * A proxy in front of an HTTP server on this machine that breaks what a rule tells it to: it cuts,
 * loses, stalls, refuses and garbles. It keeps what was asked and what it did, so that a test can
 * tell that a fault has happened.
 */
public final class FaultProxy implements AutoCloseable {
  static final InetAddress HOST = InetAddress.getLoopbackAddress();

  /** Small, so that a client soon notices that nobody reads. */
  private static final int RECEIVE_BUFFER = 1 << 14;

  /** What was done to a request. */
  public record Injected(Request request, Fault fault) {}

  private final int serverPort;
  private final int port;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new ArrayList<>();
  private final List<Injected> injected = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private volatile FaultRule rule = FaultRule.NONE;
  private ServerSocket listener;
  private Thread listening;

  private FaultProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = listener(0);
    this.port = listener.getLocalPort();
    this.listening = listen(listener);
  }

  /** Starts one in front of a port of this machine; all goes well until there is a rule. */
  public static FaultProxy of(int serverPort) throws IOException {
    return new FaultProxy(serverPort);
  }

  private static ServerSocket listener(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.bind(new InetSocketAddress(HOST, port), 100);
    return socket;
  }

  private Thread listen(ServerSocket socket) {
    return start(
        "fault-proxy",
        () -> {
          try {
            while (true) {
              accept(socket.accept());
            }
          } catch (IOException e) {
            log("listener: " + e); // It was closed.
          }
        });
  }

  private void accept(Socket client) throws IOException {
    open.add(client);
    FaultyConnection connection = new FaultyConnection(this, client);
    start(
        "fault-proxy-" + connections.incrementAndGet(),
        () -> {
          try {
            connection.run();
          } finally {
            open.remove(client);
          }
        });
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Where it listens. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  int serverPort() {
    return serverPort;
  }

  FaultRule rule() {
    return rule;
  }

  /** From now on this rule holds, and no other. */
  public void inject(FaultRule faults) {
    rule = faults;
  }

  /** Nobody listens any more, and whoever is connected is cut off. */
  public synchronized void refuseConnections() throws IOException {
    listener.close();
    try {
      listening.join(); // Until then it may accept one more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the proxy was interrupted", e);
    }
    for (Socket client : open) {
      client.close();
    }
  }

  /** Listens again, at the same port. */
  public synchronized void acceptConnections() throws IOException {
    listener = listener(port);
    listening = listen(listener);
  }

  Request arrived(HttpHead head) {
    synchronized (requests) {
      Request request = new Request(requests.size(), head.method(), head.target(), head.headers());
      requests.add(request);
      return request;
    }
  }

  void injected(Request request, Fault fault) {
    synchronized (requests) {
      injected.add(new Injected(request, fault));
    }
  }

  void log(String line) {
    synchronized (requests) {
      log.add(line);
    }
  }

  /** Waits until this proxy is closed. */
  void awaitClose() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the proxy was interrupted", e);
    }
  }

  /** What was asked so far, faults or not. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** What was done so far: faults that did not come about, like a cut beyond the end, are none. */
  public List<Injected> injected() {
    synchronized (requests) {
      return List.copyOf(injected);
    }
  }

  /** How many connections were made so far. */
  public int connections() {
    return connections.get();
  }

  /** What went wrong that no rule asked for: a side that went away. */
  public List<String> log() {
    synchronized (requests) {
      return List.copyOf(log);
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    refuseConnections();
  }
}
