package org.shoestring.train.preset.content;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a file is one whole pickle: its last opcode is the last byte. */
public final class PickleCheck {
  private PickleCheck() {}

  /** What is wrong with such a file, for people; empty if it is whole. */
  public static Optional<String> fault(Path path) throws IOException {
    return FileBytes.look(
        path,
        file -> {
          InputStream bytes = new BufferedInputStream(file.from(0));
          try {
            PickledStorages.keys(bytes);
          } catch (PickledStorages.NoPickleException e) {
            return Optional.of("it is not a pickle");
          }
          return bytes.read() < 0 ? Optional.empty() : Optional.of("something follows its pickle");
        });
  }
}
