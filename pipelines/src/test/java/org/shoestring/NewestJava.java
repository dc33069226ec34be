package org.shoestring;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The newest Java that is installed where systems keep them. */
final class NewestJava {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");
  private static final String VERSION = "JAVA_VERSION=";

  private NewestJava() {}

  /** Its folder; skips the test if this process runs on it, or on a newer one. */
  static Path assumeOther() throws IOException {
    Optional<Path> newest =
        homes().stream()
            .filter(home -> version(home) > Runtime.version().feature())
            .max(Comparator.comparing(NewestJava::version));
    assumeThat(newest).as("a newer Java in " + INSTALLED).isPresent();
    return newest.orElseThrow();
  }

  private static List<Path> homes() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(INSTALLED)) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> Files.isReadable(home.resolve("release")))
          .toList();
    }
  }

  /** 25 for a file {@code release} that says {@code JAVA_VERSION="25.0.1"}. */
  private static int version(Path home) {
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .filter(line -> line.startsWith(VERSION))
          .map(line -> line.replaceAll("[^0-9.]", "").replaceFirst("\\..*", ""))
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
