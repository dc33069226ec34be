package org.shoestring.table;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.shoestring.store.FileIdentity;

/** Hashes of files of this machine, remembered for as long as the files are what they were. */
final class KnownHashes {
  private final Map<Path, Known> known = new ConcurrentHashMap<>();
  private final Hashing hashing;
  private final Supplier<Instant> clock;

  private record Known(FileIdentity identity, String sha256) {}

  /** Reads a file. */
  interface Hashing {
    /** The file's SHA-256 in hexadecimal. */
    String of(Path file) throws IOException;
  }

  KnownHashes(Hashing hashing, Supplier<Instant> clock) {
    this.hashing = hashing;
    this.clock = clock;
  }

  /**
   * The file's SHA-256 in hexadecimal; it is read if it is not the one that was read last, or was
   * changed so lately that this cannot be told.
   */
  String of(Path file) throws IOException {
    Instant begin = clock.get();
    FileIdentity identity = FileIdentity.of(file, LinkOption.NOFOLLOW_LINKS);
    Known before = known.get(file);
    if (before != null && before.identity().equals(identity)) {
      return before.sha256();
    }
    String sha256 = hashing.of(file);
    if (identity.isSettled(begin)
        && identity.equals(FileIdentity.of(file, LinkOption.NOFOLLOW_LINKS))) {
      known.put(file, new Known(identity, sha256));
    }
    return sha256;
  }
}
