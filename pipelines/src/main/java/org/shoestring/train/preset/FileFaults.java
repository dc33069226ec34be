package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Faults of several files. */
final class FileFaults {
  private FileFaults() {}

  /** What is wrong with a file. */
  interface Check {
    Optional<String> fault(Path path) throws IOException;
  }

  /** The first fault, behind the path of its file. */
  static Optional<String> first(Path folder, List<String> paths, Check check) throws IOException {
    for (String path : paths) {
      Optional<String> fault = check.fault(folder.resolve(path));
      if (fault.isPresent()) {
        return Optional.of(path + ": " + fault.get());
      }
    }
    return Optional.empty();
  }
}
