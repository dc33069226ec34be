package org.shoestring.store.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A server that gives the answers which a test has written down, and keeps what it was asked. */
final class ScriptedServer implements AutoCloseable {
  static {
    // Otherwise every answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final Deque<ScriptedAnswer> answers = new ArrayDeque<>();
  private final List<Asked> asked = new ArrayList<>();

  /** A request; the names of its headers in any case. */
  record Asked(String method, String target, Map<String, String> headers, int port) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Forgets all, and gives these answers, the last one again and again. */
  void script(ScriptedAnswer... next) {
    synchronized (answers) {
      answers.clear();
      Collections.addAll(answers, next);
      asked.clear();
    }
  }

  List<Asked> asked() {
    synchronized (answers) {
      return List.copyOf(asked);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    ScriptedAnswer answer;
    synchronized (answers) {
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              exchange.getRemoteAddress().getPort()));
      answer = answers.size() > 1 ? answers.remove() : answers.element();
    }
    answer.giveTo(exchange);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
