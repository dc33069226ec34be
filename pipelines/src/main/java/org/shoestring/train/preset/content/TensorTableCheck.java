package org.shoestring.train.preset.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Whether the index of a TensorFlow checkpoint is whole, and its data files have all bytes that it
 * names. The library writes the index last and in place, from the front, but does not flush the
 * data to the disk. Looked up in TensorFlow 2.21 ({@code tensorflow/core/lib/io/format.h}, {@code
 * tensor_bundle.cc}).
 */
public final class TensorTableCheck {
  private TensorTableCheck() {}

  /**
   * What is wrong with such files, for people; empty if they are whole.
   *
   * @param data the data files, by their numbers
   */
  public static Optional<String> fault(Path index, Map<Integer, Path> data) throws IOException {
    return FileBytes.look(index, file -> fault(file, data));
  }

  private static Optional<String> fault(FileBytes index, Map<Integer, Path> data)
      throws IOException {
    if (!TensorTable.hasFooter(index)) {
      return Optional.of("the footer of its table is missing");
    }
    Optional<SortedMap<Integer, Long>> lengths = TensorTable.lengths(index);
    if (lengths.isEmpty()) {
      return Optional.of("its table is damaged");
    }
    for (Map.Entry<Integer, Long> length : lengths.get().entrySet()) {
      Path file = data.get(length.getKey());
      Optional<String> fault =
          file == null
              ? Optional.of("it names data file " + length.getKey() + ", which is not there")
              : FileBytes.look(file, bytes -> cut(file, bytes.size(), length.getValue()));
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> cut(Path file, long has, long needs) {
    return has >= needs
        ? Optional.empty()
        : Optional.of(file.getFileName() + " has " + has + " bytes, but the index says " + needs);
  }
}
