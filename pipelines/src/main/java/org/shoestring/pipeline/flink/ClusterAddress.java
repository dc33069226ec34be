package org.shoestring.pipeline.flink;

import java.util.regex.Pattern;
import org.shoestring.spec.UsageException;

/** Where a job manager answers: {@code HOST}, {@code HOST:PORT} or {@code [IPv6]:PORT}. */
public record ClusterAddress(String host, int port) {
  private static final int HIGHEST_PORT = 65535;
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /**
   * The address in a text, with the usual port if it names none.
   *
   * @param what is set, for messages
   * @param allowed for messages
   * @throws UsageException if it is none
   */
  public static ClusterAddress parse(String what, String allowed, String text, int usualPort) {
    int colon = text.lastIndexOf(':');
    boolean bare = colon != text.indexOf(':') && !text.startsWith("[");
    boolean named = colon >= 0 && !bare && !text.endsWith("]");
    String host = (named ? text.substring(0, colon) : text).replaceAll("^\\[|]$", "");
    int port = named ? port(text.substring(colon + 1)) : usualPort;
    boolean isNoIp6 = text.startsWith("[") && host.indexOf(':') < 0;
    if (host.isBlank() || host.contains("/") || isNoIp6 || port < 1 || port > HIGHEST_PORT) {
      throw UsageException.mustBe(what, allowed, text);
    }
    return new ClusterAddress(host, port);
  }

  /** 0 for what is no port. */
  private static int port(String text) {
    return PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
