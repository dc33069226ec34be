package org.shoestring.server.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import org.shoestring.server.HttpBody;
import org.shoestring.server.HttpHead;
import org.shoestring.server.fault.Fault.End;
import org.shoestring.server.fault.FaultRule.Request;

/**
 * A client's connection to a {@link FaultProxy}: forwards its requests one after another, each over
 * a connection of its own to the server, and does to them what the proxy's rule says.
 */
final class FaultyConnection implements Runnable {
  private final FaultProxy proxy;
  private final Socket client;
  private final InputStream fromClient;

  FaultyConnection(FaultProxy proxy, Socket client) throws IOException {
    this.proxy = proxy;
    this.client = client;
    this.fromClient = new BufferedInputStream(client.getInputStream());
  }

  @Override
  public void run() {
    try (client) {
      boolean more = true;
      while (more) {
        Optional<HttpHead> head = HttpHead.read(fromClient);
        more = head.isPresent() && serve(head.get());
      }
    } catch (IOException e) {
      proxy.log("connection: " + e); // Either side went away; closing the other tells it.
    }
  }

  /** Whether the connection can go on. */
  private boolean serve(HttpHead head) throws IOException {
    Request request = proxy.arrived(head);
    Optional<Fault> fault = proxy.rule().of(request);
    if (fault.isPresent() && fault.get() instanceof Fault.Answer answer) {
      answer(head, answer);
      proxy.injected(request, answer);
      return false;
    }
    try (Socket server = new Socket(FaultProxy.HOST, proxy.serverPort())) {
      try {
        return exchange(request, head, server, fault);
      } catch (FaultyOutput.EndException e) {
        Fault injected = fault.orElseThrow();
        proxy.injected(request, injected);
        end(injected, server);
        return false;
      }
    }
  }

  private boolean exchange(Request request, HttpHead head, Socket server, Optional<Fault> fault)
      throws IOException {
    InputStream fromServer = new BufferedInputStream(server.getInputStream());
    Optional<HttpHead> answer = Optional.empty();
    try {
      OutputStream toServer = toServer(fault, server.getOutputStream());
      toServer.write(forwarded(request, head, fault));
      if (head.isExpectant()) {
        answer = Optional.of(answer(fromServer)).filter(early -> !early.isInterim());
      }
      if (answer.isEmpty()) {
        HttpBody.copyRequest(head, fromClient, changing(request, fault, toServer));
      }
    } catch (FaultyOutput.EndException | EOFException e) {
      throw e;
    } catch (IOException e) {
      proxy.log(request + ": " + e); // It may have answered before it had heard all.
    }
    HttpHead last = answer.isPresent() ? answer.get() : answer(fromServer);
    while (last.isInterim()) {
      last = answer(fromServer);
    }
    OutputStream toClient = toClient(request, fault, client.getOutputStream());
    toClient.write(last.bytes());
    boolean framed =
        !last.hasBody(request.method()) || HttpBody.copyAnswer(last, fromServer, toClient);
    toClient.flush();
    return framed && !last.isLast() && answer.isEmpty();
  }

  private byte[] forwarded(Request request, HttpHead head, Optional<Fault> fault) {
    if (fault.isPresent()
        && fault.get() instanceof Fault.DropHeader drop
        && request.header(drop.name()).isPresent()) {
      proxy.injected(request, drop);
      return head.without(drop.name());
    }
    return head.bytes();
  }

  private HttpHead answer(InputStream fromServer) throws IOException {
    HttpHead answer =
        HttpHead.read(fromServer).orElseThrow(() -> new EOFException("the server does not answer"));
    if (answer.isInterim()) {
      client.getOutputStream().write(answer.bytes());
    }
    return answer;
  }

  private static OutputStream toServer(Optional<Fault> fault, OutputStream server) {
    if (fault.isPresent() && fault.get() instanceof Fault.CutRequest cut) {
      return FaultyOutput.first(cut.bytes(), server);
    }
    if (fault.isPresent() && fault.get() instanceof Fault.StallRequest stall) {
      return FaultyOutput.first(stall.bytes(), server);
    }
    return server;
  }

  private OutputStream changing(Request request, Optional<Fault> fault, OutputStream server) {
    return fault.isPresent() && fault.get() instanceof Fault.FlipBit flip
        ? FaultyOutput.flip(flip.at(), () -> proxy.injected(request, flip), server)
        : server;
  }

  private OutputStream toClient(Request request, Optional<Fault> fault, OutputStream to) {
    if (fault.isEmpty()) {
      return to;
    }
    if (fault.get() instanceof Fault.LoseAnswer) {
      return FaultyOutput.first(0, to);
    }
    if (fault.get() instanceof Fault.CutAnswer cut) {
      return FaultyOutput.first(cut.bytes(), to);
    }
    if (fault.get() instanceof Fault.StallAnswer stall) {
      return FaultyOutput.first(stall.bytes(), to);
    }
    if (fault.get() instanceof Fault.SlowAnswer slow) {
      proxy.injected(request, slow);
      return FaultyOutput.slow(slow.bytes(), slow.pause(), to);
    }
    return to;
  }

  private void answer(HttpHead head, Fault.Answer answer) throws IOException {
    if (!head.isExpectant()) {
      HttpBody.copyRequest(head, fromClient, OutputStream.nullOutputStream());
    }
    byte[] body = answer.body().getBytes(UTF_8);
    StringBuilder said = new StringBuilder("HTTP/1.1 " + answer.status() + " Injected\r\n");
    answer.headers().forEach((name, value) -> said.append(name + ": " + value + "\r\n"));
    said.append("Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n");
    OutputStream out = client.getOutputStream();
    out.write(said.toString().getBytes(UTF_8));
    if (!head.method().equals("HEAD")) {
      out.write(body);
    }
    out.flush();
  }

  /** Ends a message that has come as far as it may. */
  private void end(Fault fault, Socket server) throws IOException {
    End end = End.CLOSE;
    if (fault instanceof Fault.CutRequest cut) {
      end = cut.end();
    } else if (fault instanceof Fault.CutAnswer cut) {
      end = cut.end();
    } else if (fault instanceof Fault.LoseAnswer lost) {
      end = lost.end();
    } else if (fault instanceof Fault.StallRequest) {
      proxy.awaitClose(); // Without reading: what the client sends fills its buffers.
    } else {
      fromClient.transferTo(OutputStream.nullOutputStream()); // Until the client has had enough.
    }
    if (end == End.RESET) {
      client.setSoLinger(true, 0);
      server.setSoLinger(true, 0);
    }
  }
}
