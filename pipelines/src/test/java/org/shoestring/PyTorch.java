package org.shoestring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Python 3 that has PyTorch. Debian's PyTorch is for Debian's Python, which may not be first. */
public final class PyTorch {
  private static final String ABSENT =
      "neither python3 nor /usr/bin/python3 has PyTorch; install Debian's python3-torch";

  private PyTorch() {}

  /** The program; skips the test if there is none. */
  public static String python() throws IOException, InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      Optional<String> found = withTorch(python);
      if (found.isPresent()) {
        return found.get();
      }
    }
    assumeTrue(false, ABSENT);
    throw new AssertionError(ABSENT);
  }

  /** The variables that make it the {@code python3} of commands; skips the test likewise. */
  public static Map<String, String> environment() throws IOException, InterruptedException {
    String folder = String.valueOf(Path.of(python()).getParent());
    return Map.of("PATH", folder + File.pathSeparator + System.getenv("PATH"));
  }

  private static Optional<String> withTorch(String python)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(python, "-c", "import sys, torch; print(sys.executable)")
              .redirectError(Redirect.DISCARD)
              .start();
    } catch (IOException e) { // There is no such program.
      return Optional.empty();
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(said.strip()) : Optional.empty();
  }
}
