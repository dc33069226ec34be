package org.shoestring.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells one start of this machine from the next: what was written before a restart may have been
 * lost by a power cut, unless it was put on the disk.
 */
public final class MachineStart {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private MachineStart() {}

  /** The number that Linux gives to each of its starts; empty elsewhere. */
  public static Optional<String> bootId() {
    try {
      return Optional.of(Files.readString(BOOT).strip());
    } catch (IOException e) {
      return Optional.empty(); // Another system.
    }
  }

  /**
   * The same on any system: elsewhere the time when its first process was started. Empty where that
   * cannot be told either.
   */
  public static Optional<String> id() {
    return bootId()
        .or(
            () ->
                ProcessHandle.of(1)
                    .flatMap(first -> first.info().startInstant())
                    .map(Object::toString));
  }
}
