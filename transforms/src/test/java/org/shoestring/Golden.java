package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /** The lines of a file, or of its gzip, which end at line feeds only. */
  public static List<String> lines(String path) {
    Path plain = folder().resolve(path);
    Path file = Files.exists(plain) ? plain : folder().resolve(path + ".gz");
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = List.of(text.split("\n", -1));
      return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The records of a file of JSON lines. */
  public static List<JsonNode> records(String path) {
    List<JsonNode> records = new ArrayList<>();
    for (String line : lines(path)) {
      try {
        records.add(JSON.readTree(line));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return records;
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
