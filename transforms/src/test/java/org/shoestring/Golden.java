package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/**
 * What the field's reference tools answer: files that are not part of the project, in the folder
 * that the system property {@code shoestring.golden} names, else {@code shared/golden} beside the
 * repository. Tests that need them are skipped where they are absent.
 */
public final class Golden {
  private static final String PROPERTY = "shoestring.golden";

  private Golden() {}

  /** The lines of a file, which end at line feeds only; inflated if its name ends in .gz. */
  public static List<String> lines(String path) {
    Path file = folder().resolve(path);
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = path.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = List.of(text.split("\n", -1));
      return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks a function of a line against a file that has its answer for each line of another. */
  public static void assertLines(String input, UnaryOperator<String> function, String expected) {
    List<String> lines = lines(input);
    List<String> answers = lines(expected);
    assertThat(lines).hasSameSizeAs(answers);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(function.apply(lines.get(i)))
          .as("%s:%d", expected, i + 1)
          .isEqualTo(answers.get(i));
    }
  }

  private static Path folder() {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return Files.isDirectory(Path.of(named))
          ? Path.of(named)
          : fail("-D" + PROPERTY + "=" + named + " is no folder");
    }
    Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    for (; folder != null; folder = folder.getParent()) {
      Path golden = folder.resolveSibling("shared").resolve("golden");
      if (Files.isDirectory(golden)) {
        return golden;
      }
    }
    return abort(
        "no golden files: no folder shared/golden beside the repository; -D" + PROPERTY + "=PATH");
  }
}
