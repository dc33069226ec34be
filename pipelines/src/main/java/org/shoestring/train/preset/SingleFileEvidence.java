package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether single files are whole checkpoints. Files of weights may also be the first of several
 * that belong together: one of them would be saved, and would restore too little.
 */
final class SingleFileEvidence {
  /** Parts of a checkpoint, by their names: a trainer that writes them writes several files. */
  private static final List<String> PARTS =
      List.of("optim", "sched", "scaler", "rng_", "random_state", "trainer_state");

  /** What comes with a file in a folder of its own has come by then. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private SingleFileEvidence() {}

  /** The first of these files that is one; empty if they may be parts. */
  static Optional<String> first(FolderFiles files, Stream<String> matching) {
    return files.paths().anyMatch(SingleFileEvidence::isPart)
        ? Optional.empty()
        : matching.filter(path -> isAlone(files, path)).findFirst();
  }

  private static boolean isPart(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return PARTS.stream().anyMatch(name::contains);
  }

  /**
   * Whether a file is in no folder of its own, as {@code step_100/} is one, or stays the only one.
   */
  private static boolean isAlone(FolderFiles files, String path) {
    int slash = path.lastIndexOf('/');
    String folder = path.substring(0, slash + 1);
    String own = path.substring(path.lastIndexOf('/', slash - 1) + 1, slash + 1);
    if (own.chars().noneMatch(Character::isDigit)) {
      return true;
    }
    FileTime since = FileTime.from(Instant.now().minus(SETTLED));
    return hasNoNewNames(files.folder().resolve(folder), since)
        || files.files().tailMap(folder).entrySet().stream()
            .takeWhile(entry -> entry.getKey().startsWith(folder))
            .allMatch(entry -> entry.getValue().modified().compareTo(since) < 0);
  }

  /** A folder changes when a name in it does, and not when a file is written again. */
  private static boolean hasNoNewNames(Path folder, FileTime since) {
    try {
      return Files.getLastModifiedTime(folder).compareTo(since) < 0;
    } catch (IOException e) {
      return false; // It is gone.
    }
  }
}
