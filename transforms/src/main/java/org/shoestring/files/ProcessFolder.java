package org.shoestring.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A folder for temporary files that is this process's alone.
 *
 * <p>A process holds a {@link ProcessLock} in its folder as long as it lives, so that the folders
 * of processes that were killed are told from those at work; they are removed when the next process
 * starts. One that ends in order, or is interrupted, removes its own with what is in it, if it is
 * ours.
 */
public final class ProcessFolder {
  private static final String LOCK = "lock";
  private static final Pattern NAME =
      Pattern.compile("(\\d+-){1,2}[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Between making its folder and locking it, a process looks dead; nobody is that slow. */
  private static final Duration NEWBORN = Duration.ofMinutes(1);

  private static final Map<Path, Path> FOLDERS = new HashMap<>();

  /** Keeps the locks from being collected, which would release them. */
  private static final Map<Path, ProcessLock> LOCKS = new HashMap<>();

  private ProcessFolder() {}

  /** This process's folder under {@code base}; made, and dead ones swept, at the first call. */
  public static synchronized Path under(Path base) throws IOException {
    Path known = FOLDERS.get(base);
    if (known != null && Files.isDirectory(known)) {
      return known;
    }
    sweep(base);
    Path folder = base.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
    Files.createDirectories(folder);
    LOCKS.put(folder, ProcessLock.take(folder.resolve(LOCK)));
    FOLDERS.put(base, folder);
    return folder;
  }

  /**
   * Takes over the folder that this process had under {@code base} when it ran another program, and
   * returns it.
   */
  public static synchronized Path keep(Path base, Path folder) throws IOException {
    LOCKS.put(folder, ProcessLock.take(folder.resolve(LOCK)));
    FOLDERS.put(base, folder);
    return folder;
  }

  /** Has Java delete what there is when it exits. */
  static synchronized void leaveNothing() {
    for (Path folder : LOCKS.keySet()) {
      folder.toFile().deleteOnExit(); // What is registered last goes first.
      try {
        FolderWalk.paths(folder, file -> file.toFile().deleteOnExit());
      } catch (IOException e) {
        // What stays is swept by the next process.
      }
    }
  }

  private static void sweep(Path base) throws IOException {
    if (!Files.isDirectory(base)) {
      return;
    }
    for (Path folder : FolderWalk.entries(base)) {
      if (isOfAProcess(folder)) {
        removeIfDead(folder);
      }
    }
  }

  /** Whose name is not of this form is nobody's to remove. */
  private static boolean isOfAProcess(Path folder) {
    return NAME.matcher(folder.getFileName().toString()).matches() && Files.isDirectory(folder);
  }

  private static void removeIfDead(Path folder) throws IOException {
    Path lock = folder.resolve(LOCK);
    try {
      Path made = Files.exists(lock) ? lock : folder;
      if (Files.getLastModifiedTime(made).toInstant().plus(NEWBORN).isAfter(Instant.now())) {
        return;
      }
      Optional<ProcessLock> dead = ProcessLock.tryTake(lock);
      if (dead.isPresent()) {
        try (ProcessLock held = dead.get()) {
          FolderWalk.remove(folder);
        }
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      return; // Swept by another process just now, or another user's.
    }
  }
}
