package org.shoestring;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Signals that this process was started to ignore, as {@code nohup} and shells without job control
 * do for what runs in the background: its children ignore them, too, and a Java among them never
 * learns of one.
 */
public final class IgnoredSignals {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LINE = "SigIgn:";
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private IgnoredSignals() {}

  /**
   * Skips a test that sends a signal to processes which would ignore it; where there is no /proc,
   * none is known to be ignored.
   *
   * @param name {@code INT}, say
   */
  public static void assumeHeeded(String name) throws IOException {
    boolean ignored = Files.exists(STATUS) && isIgnored(Files.readAllLines(STATUS), name);
    assumeFalse(
        ignored,
        () ->
            "this process ignores SIG"
                + name
                + ", and so do its children; start it in the foreground, or by a shell with job"
                + " control");
  }

  /** Whether a process with this status ignores a signal. */
  static boolean isIgnored(List<String> status, String name) {
    if (!NUMBERS.containsKey(name)) {
      return false; // KILL, STOP and CONT cannot be.
    }
    String ignored =
        status.stream()
            .filter(line -> line.startsWith(LINE))
            .map(line -> line.substring(LINE.length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(ignored, 16) >>> (NUMBERS.get(name) - 1) & 1) == 1;
  }
}
