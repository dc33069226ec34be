package org.shoestring.train.preset.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Faults of several files. */
public final class FileFaults {
  private FileFaults() {}

  /** What is wrong with a file. */
  public interface Check {
    Optional<String> fault(Path path) throws IOException;
  }

  /** The first fault, behind the path of its file. */
  public static Optional<String> first(Path folder, List<String> paths, Check check)
      throws IOException {
    for (String path : paths) {
      Path file = folder.resolve(path);
      Optional<String> gone = gone(file);
      Optional<String> fault = gone.isPresent() ? gone : check.fault(file);
      if (fault.isPresent()) {
        return Optional.of(path + ": " + fault.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> gone(Path file) {
    return Files.isRegularFile(file) ? Optional.empty() : Optional.of("it is gone");
  }
}
