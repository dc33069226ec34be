package org.shoestring.pipeline.flink.process;

import org.shoestring.spec.UsageException;

/** Where a job manager is: {@code HOST}, {@code HOST:PORT} or {@code [IPv6]:PORT}. */
public record ClusterAddress(String host, int port) {
  private static final int HIGHEST_PORT = 65535;

  /**
   * The address in a text, with the usual port if it names none.
   *
   * @throws UsageException if it is none
   */
  public static ClusterAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    boolean bare = colon != text.indexOf(':') && !text.startsWith("[");
    if (colon < 0 || bare || text.endsWith("]")) {
      return checked(text, text, ClusterPorts.JOB_MANAGER_RPC);
    }
    try {
      return checked(text, text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
  }

  private static ClusterAddress checked(String text, String host, int port) {
    String bare = host.replaceAll("^\\[|]$", "");
    if (bare.isBlank() || bare.contains("/") || port < 1 || port > HIGHEST_PORT) {
      throw wrong(text);
    }
    return new ClusterAddress(bare, port);
  }

  private static UsageException wrong(String text) {
    return UsageException.mustBe(
        "the address of the job manager", "HOST or HOST:PORT, for example 10.0.0.1:6123", text);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
