package org.shoestring.files;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine, for people. */
public final class HostName {
  private HostName() {}

  /** The name, or {@code unknown}. */
  public static String get() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
