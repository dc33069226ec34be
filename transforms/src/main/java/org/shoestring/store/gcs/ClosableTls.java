package org.shoestring.store.gcs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS whose sockets can be closed while a thread is stuck in writing to them. Without a linger time
 * closing says goodbye first, and waits for that thread to be done.
 */
final class ClosableTls extends SSLSocketFactory {
  private final SSLSocketFactory tls;

  ClosableTls(SSLSocketFactory tls) {
    this.tls = tls;
  }

  private static Socket closable(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return closable(tls.createSocket());
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return closable(tls.createSocket(socket, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return closable(tls.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return closable(tls.createSocket(host, port, from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return closable(tls.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return closable(tls.createSocket(host, port, from, fromPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }
}
