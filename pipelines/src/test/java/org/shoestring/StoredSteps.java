package org.shoestring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The steps of checkpoints {@code step-N} that are on the storage, by their manifests. */
final class StoredSteps {
  private static final Pattern CHECKPOINT = Pattern.compile("(?m)^name\\tstep-([0-9]+)");

  private StoredSteps() {}

  /** The highest one; 0 if there is none. */
  static int highest(Path workspace) throws IOException {
    Path checkpoints = workspace.resolve("_checkpoints");
    int highest = 0;
    if (!Files.isDirectory(checkpoints)) {
      return highest;
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".tsv")).toList()) {
        Matcher name = CHECKPOINT.matcher(Files.readString(file));
        while (name.find()) {
          highest = Math.max(highest, Integer.parseInt(name.group(1)));
        }
      }
    } catch (UncheckedIOException | NoSuchFileException e) {
      return highest; // A file was removed meanwhile.
    }
    return highest;
  }
}
