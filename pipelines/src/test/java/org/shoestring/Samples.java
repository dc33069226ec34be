package org.shoestring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The samples of the project. */
final class Samples {
  private Samples() {}

  /** The folder of one. */
  static Path folder(String name) {
    return Path.of("..", "data-samples", name).toAbsolutePath().normalize();
  }

  /** Copies the files of one into a folder, as a user does. */
  static void copy(String name, Path to) throws IOException {
    try (Stream<Path> files = Files.list(folder(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
