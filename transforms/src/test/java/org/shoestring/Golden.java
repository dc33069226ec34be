package org.shoestring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Answers of reference tools, kept outside the repository: in the folder that the system property
 * {@code shoestring.golden} or the variable {@code SHOESTRING_GOLDEN} names, or in {@code
 * shared/golden} beside the repository. A test that asks for them is skipped where there are none.
 */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /** The lines of a file or of its gzip, split at line feeds only. */
  public static List<String> lines(String path) {
    try {
      String text = new String(bytes(folder(), path), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      lines.remove(lines.size() - 1);
      return lines;
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

  private static byte[] bytes(Path folder, String path) throws IOException {
    Path plain = folder.resolve(path);
    if (Files.exists(plain)) {
      return Files.readAllBytes(plain);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(path + ".gz")))) {
      return in.readAllBytes();
    }
  }

  private static Path folder() {
    Optional<Path> folder = find();
    assumeTrue(folder.isPresent(), "no golden data: set -Dshoestring.golden or SHOESTRING_GOLDEN");
    return folder.orElseThrow();
  }

  private static Optional<Path> find() {
    String named = System.getProperty("shoestring.golden", System.getenv("SHOESTRING_GOLDEN"));
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    Path at = Path.of("").toAbsolutePath();
    while (at != null) {
      Path beside = at.resolveSibling("shared").resolve("golden");
      if (Files.isDirectory(beside)) {
        return Optional.of(beside);
      }
      at = at.getParent();
    }
    return Optional.empty();
  }
}
