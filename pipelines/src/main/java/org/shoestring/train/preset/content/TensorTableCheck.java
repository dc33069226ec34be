package org.shoestring.train.preset.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether the index of a TensorFlow checkpoint is whole: a table that ends with its footer, whose
 * last eight bytes are a magic number. The library writes it last and in place, from the front.
 * Looked up in TensorFlow 2.21 ({@code tensorflow/core/lib/io/format.h}, {@code tensor_bundle.cc}).
 */
public final class TensorTableCheck {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  private TensorTableCheck() {}

  /** What is wrong with such a file, for people; empty if it is whole. */
  public static Optional<String> fault(Path path) throws IOException {
    return FileBytes.look(path, TensorTableCheck::fault);
  }

  private static Optional<String> fault(FileBytes file) throws IOException {
    if (file.size() >= FOOTER) {
      ByteBuffer footer = file.read(file.size() - FOOTER, FOOTER);
      if (footer.getLong(FOOTER - 8) == MAGIC) {
        return Optional.empty();
      }
    }
    return Optional.of("the footer of its table is missing");
  }
}
