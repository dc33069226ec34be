package org.shoestring.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.shoestring.spec.FolderWalk;

/**
 * A folder for temporary files that is this process's alone.
 *
 * <p>A process holds a lock on a file in its folder as long as it lives, so that the folders of
 * processes that were killed are told from those at work; they are removed when the next process
 * starts. One that ends in order, or is interrupted, removes its own with what is in it.
 */
public final class ProcessFolder {
  private static final String LOCK = "lock";
  private static final Pattern NAME =
      Pattern.compile("\\d+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Between making its folder and locking it, a process looks dead; nobody is that slow. */
  private static final Duration NEWBORN = Duration.ofMinutes(1);

  private static final Map<Path, Path> FOLDERS = new HashMap<>();

  /** Keeps the locks from being collected, which would release them. */
  private static final Map<Path, FileLock> LOCKS = new HashMap<>();

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
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    LOCKS.put(folder, channel.lock());
    if (FOLDERS.isEmpty()) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(ProcessFolder::leaveNothing, "leave-nothing"));
    }
    FOLDERS.put(base, folder);
    folder.toFile().deleteOnExit();
    return folder;
  }

  /**
   * Takes note of what there is to delete on exit, which goes after all hooks ran, the last one
   * first. A hook that takes a while calls it at its end: others are still at work meanwhile.
   */
  public static synchronized void leaveNothing() {
    for (Path folder : LOCKS.keySet()) {
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
      if (isOfAProcess(folder) && !isOurs(folder) && isDead(folder)) {
        FolderWalk.remove(folder);
      }
    }
  }

  /** Whose name is not of this form is nobody's to remove. */
  private static boolean isOfAProcess(Path folder) {
    return NAME.matcher(folder.getFileName().toString()).matches() && Files.isDirectory(folder);
  }

  /**
   * Whether this process holds the folder, by whatever path it was reached. Looking at its lock
   * would release it: POSIX drops a process's locks on a file when any of its handles is closed.
   */
  private static boolean isOurs(Path folder) {
    return LOCKS.keySet().stream().anyMatch(own -> own.endsWith(folder.getFileName().toString()));
  }

  private static boolean isDead(Path folder) throws IOException {
    try {
      Instant made = Files.getLastModifiedTime(folder).toInstant();
      Path lock = folder.resolve(LOCK);
      if (!Files.exists(lock)) {
        return made.plus(NEWBORN).isBefore(Instant.now());
      }
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          FileLock held = channel.tryLock()) {
        return held != null
            && Files.getLastModifiedTime(lock).toInstant().plus(NEWBORN).isBefore(Instant.now());
      }
    } catch (OverlappingFileLockException | NoSuchFileException | AccessDeniedException e) {
      return false; // Ours, or swept by another process just now, or another user's.
    }
  }
}
