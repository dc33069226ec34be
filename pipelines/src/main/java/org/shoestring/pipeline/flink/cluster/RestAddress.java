package org.shoestring.pipeline.flink.cluster;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.spec.UsageException;

/** Where the REST interface of a JobManager answers. */
record RestAddress(String host, int port) {
  static final int DEFAULT_PORT = 8081;

  private static final int MAX_PORT = 65_535;

  private static final Pattern FORM =
      Pattern.compile("(?:https?://)?(\\[[0-9A-Fa-f:]+\\]|[^:/\\[\\]]+)(?::([0-9]{1,5}))?/?");

  /**
   * Reads {@code HOST[:PORT]}.
   *
   * @param name of the option, for messages
   */
  static RestAddress parse(String name, String text) {
    Matcher form = FORM.matcher(text);
    int port =
        !form.matches()
            ? 0
            : form.group(2) == null ? DEFAULT_PORT : Integer.parseInt(form.group(2));
    if (port < 1 || port > MAX_PORT || text.equals("[auto]")) {
      throw UsageException.mustBe(
          name, "HOST or HOST:PORT, where the JobManager's REST interface answers", text);
    }
    return new RestAddress(form.group(1), port);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s:%d", host, port);
  }
}
