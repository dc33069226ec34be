package org.shoestring.train.preset.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a {@code .keras} file is whole: a zip with the configuration and the weights. A save that
 * an exception ends, as Ctrl-C raises one, still closes its zip, but without weights. Looked up in
 * Keras 3.16 ({@code keras/src/saving/saving_lib.py}), which writes in place.
 */
public final class KerasCheck {
  private KerasCheck() {}

  /** What is wrong with such a file, for people; empty if it is whole. */
  public static Optional<String> fault(Path path) throws IOException {
    return FileBytes.look(
        path,
        file -> {
          Set<String> names = new HashSet<>();
          Optional<String> fault = ZipCheck.fault(file, entry -> names.add(entry.name()));
          return fault.isPresent() ? fault : missing(names);
        });
  }

  private static Optional<String> missing(Set<String> names) {
    if (!names.contains("config.json")) {
      return Optional.of("it has no config.json: saving it was broken off, or it is not Keras's");
    }
    return names.stream().anyMatch(name -> name.startsWith("model.weights."))
        ? Optional.empty()
        : Optional.of("it has no weights: saving it was broken off");
  }
}
