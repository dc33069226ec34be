package org.shoestring.train.preset.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A Python with a library, which tests that need it skip without. */
public final class PythonLibrary {
  private final String python;

  private PythonLibrary(String python) {
    this.python = python;
  }

  /** The Python here that has a library: the first on the path, or the system's. */
  public static PythonLibrary with(String library) throws IOException, InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (runs(python, "import " + library)) {
        return new PythonLibrary(python);
      }
    }
    assumeTrue(
        false, "no python3 with " + library + "; on Debian: apt-get install python3-" + library);
    throw new AssertionError("assumed");
  }

  private static boolean runs(String python, String code) throws InterruptedException {
    try {
      return new ProcessBuilder(python, "-c", code)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs code in a folder. */
  public void run(Path folder, String code) throws IOException, InterruptedException {
    Process process = start(folder, code);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(0);
  }

  /** Starts code in a folder. */
  public Process start(Path folder, String code) throws IOException {
    return new ProcessBuilder(python, "-c", code)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
  }
}
