package org.shoestring.table.local;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileIdentity;

/** Hashes of files of this machine, remembered for as long as the files are what they were. */
public final class FileHashes {
  private final Memory memory;
  private final Hashing hashing;
  private final Supplier<Instant> clock;

  /** Where hashes are remembered. */
  public interface Memory {
    /** The hash of a file that was this one when it was read; empty if that is not known. */
    Optional<String> find(Path file, FileIdentity identity) throws IOException;

    /** Remembers a hash, if it is worth it. */
    void keep(Path file, FileIdentity identity, String sha256) throws IOException;
  }

  /** Reads a file. */
  interface Hashing {
    /** The file's SHA-256 in hexadecimal. */
    String of(Path file) throws IOException;
  }

  /** Hashes that are remembered there. */
  public FileHashes(Memory memory) {
    this(memory, Sha256::ofFile, Instant::now);
  }

  FileHashes(Memory memory, Hashing hashing, Supplier<Instant> clock) {
    this.memory = memory;
    this.hashing = hashing;
    this.clock = clock;
  }

  /** What this process remembers. */
  public static Memory inProcess() {
    record Known(FileIdentity identity, String sha256) {}
    Map<Path, Known> known = new ConcurrentHashMap<>();
    return new Memory() {
      @Override
      public Optional<String> find(Path file, FileIdentity identity) {
        return Optional.ofNullable(known.get(file))
            .filter(before -> before.identity().equals(identity))
            .map(Known::sha256);
      }

      @Override
      public void keep(Path file, FileIdentity identity, String sha256) {
        known.put(file, new Known(identity, sha256));
      }
    };
  }

  /**
   * The file's SHA-256 in hexadecimal; it is read if it is not the one that was read last, or was
   * changed so lately that this cannot be told.
   *
   * @param options whether a link stands for itself
   */
  public String of(Path file, LinkOption... options) throws IOException {
    Instant begin = clock.get();
    FileIdentity identity = FileIdentity.of(file, options);
    Optional<String> known = memory.find(file, identity);
    if (known.isPresent()) {
      return known.get();
    }
    String sha256 = hashing.of(file);
    if (identity.isSettled(begin) && identity.equals(FileIdentity.of(file, options))) {
      memory.keep(file, identity, sha256);
    }
    return sha256;
  }
}
