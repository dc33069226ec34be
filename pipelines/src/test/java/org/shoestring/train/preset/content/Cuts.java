package org.shoestring.train.preset.content;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file cut at many places, as one is that is still being written. */
public final class Cuts {
  private static final int MOST = 5000;

  private Cuts() {}

  /** What tells whether a file is whole. */
  public interface Check {
    Optional<String> fault(Path path) throws IOException;
  }

  /**
   * The lengths at which a file passes, of all lengths, or of some thousand with all at the ends.
   */
  public static List<Long> passing(Path whole, Check check) throws IOException {
    Path cut = Files.copy(whole, whole.resolveSibling("cut"), StandardCopyOption.REPLACE_EXISTING);
    List<Long> passing = new ArrayList<>();
    long size = Files.size(whole);
    long step = Math.max(1, size / MOST);
    try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
      for (long length = size; length >= 0; ) {
        channel.truncate(length);
        if (check.fault(cut).isEmpty()) {
          passing.add(length);
        }
        boolean end = length > size - 1000 || length <= 1000;
        length -= end ? 1 : Math.min(step, length - 1000);
      }
    }
    Files.delete(cut);
    return passing;
  }
}
