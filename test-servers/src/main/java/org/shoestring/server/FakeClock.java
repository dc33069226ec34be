package org.shoestring.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes whose clock is wrong, by the library of faketime. */
public final class FakeClock {
  /** Why there may be none. */
  public static final String TAKES = "faketime is not installed: apt install faketime";

  /** Where Debian puts it, below the folder of the machine's kind. */
  private static final String LIBRARY = "faketime/libfaketime.so.1";

  private FakeClock() {}

  /**
   * The variables of a process whose clock is off. The command of faketime would stay between the
   * two, and be killed alone.
   *
   * @param offset {@code +20m}, say
   * @return empty if it is not installed
   */
  public static Optional<Map<String, String>> off(String offset) throws IOException {
    Path libraries = Path.of("/usr/lib");
    if (!Files.isDirectory(libraries)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(libraries)) {
      return folders
          .map(folder -> folder.resolve(LIBRARY))
          .filter(Files::exists)
          .findAny()
          .map(library -> Map.of("LD_PRELOAD", library.toString(), "FAKETIME", offset));
    }
  }
}
