package org.shoestring.pipeline.flink.plan;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;

/**
 * The address that a process listens on, which is also the one that others are told. Whoever
 * reaches Flink's ports can run any code, so they are not opened to everybody.
 */
public final class ListenAddress {
  private static final String LOOPBACK = "127.0.0.1";

  private ListenAddress() {}

  static String loopback() {
    return LOOPBACK;
  }

  /**
   * The address of a machine. A job manager answers those alone who call it what it calls itself,
   * and that is an address.
   *
   * @throws NotReadyException if nobody knows that host
   */
  static String of(ClusterAddress machine) {
    try {
      return InetAddress.getByName(machine.host()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new NotReadyException(
          "no machine is called " + Shown.quoted(machine.host()) + "; give its address", e);
    }
  }

  /**
   * The address from which this machine reaches another one.
   *
   * @throws NotReadyException if nobody knows that host
   */
  static String towards(ClusterAddress other) throws IOException {
    InetSocketAddress there = new InetSocketAddress(of(other), other.port());
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(there); // Sends nothing.
      return socket.getLocalAddress().getHostAddress();
    }
  }

  /**
   * Checks an address, and returns it as a number, if it was a name.
   *
   * @param option that sets it, for messages
   * @param secured whether only holders of a certificate are answered there
   * @throws NotReadyException if this machine does not have it
   * @throws UsageException if everybody could reach it
   */
  static String check(String option, String text, boolean secured) throws IOException {
    InetAddress address = parse(option, text);
    if (address.isAnyLocalAddress()) {
      throw new UsageException(
          option
              + " "
              + text
              + " would listen on all addresses of this machine; give one of them, for example a"
              + " private one");
    }
    if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
      throw new NotReadyException(
          option + " " + text + " is not an address of this machine; 'ip addr' lists them");
    }
    return checkPrivate(option, text, secured);
  }

  /**
   * Checks an address that others are told, which this machine need not have itself, and returns it
   * as a number.
   *
   * @throws UsageException if everybody could reach it
   */
  static String checkPrivate(String option, String text, boolean secured) {
    InetAddress address = parse(option, text);
    if (!secured && !isPrivate(address)) {
      throw new UsageException(
          option
              + " "
              + text
              + " is a public address, and whoever reaches Flink's ports can run any code there; use"
              + " a private address (of a private network, or of WireGuard), or"
              + " --certificates ('shoestring flink certificates' makes them)");
    }
    return address.getHostAddress();
  }

  /**
   * Fails if another process listens there. Flink would end with a trace.
   *
   * @param port a range of several is not looked at
   * @throws NotReadyException which says so
   */
  static void checkFree(String address, String port) {
    if (!port.matches("\\d{1,5}")) {
      return;
    }
    try (ServerSocket socket =
        new ServerSocket(Integer.parseInt(port), 1, InetAddress.getByName(address))) {
      boolean unused = socket.isBound();
    } catch (IOException e) {
      throw new NotReadyException(
          "cannot listen on "
              + address
              + ", port "
              + port
              + " ("
              + e.getMessage()
              + "); does another job manager or task manager run on this machine? Stop it, or give"
              + " this one other ports with --port-offset 10",
          e);
    }
  }

  private static InetAddress parse(String option, String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new NotReadyException(
          option + " must be an address of this machine, but is " + Shown.quoted(text), e);
    }
  }

  /** Whether only this machine, or machines of a private network, can reach an address. */
  public static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean unique = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || shared
        || unique;
  }
}
