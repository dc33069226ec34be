package org.shoestring.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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

/**
 * A folder for temporary files that is this process's alone.
 *
 * <p>A process holds a lock on a file in its folder as long as it lives, so that the folders of
 * processes that were killed are told from those at work; they are removed when the next process
 * starts. One that ends in order, or is interrupted, removes its own with what is in it, if it is
 * ours.
 *
 * <p>Several class loaders may have this class in one process. None of them opens the lock of
 * another one: POSIX drops a process's locks on a file when any of its handles is closed. So a
 * folder's name has the number and the start of its process, too.
 */
public final class ProcessFolder {
  private static final String LOCK = "lock";
  private static final Pattern NAME =
      Pattern.compile("(\\d+-){1,2}[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final String OF_THIS_PROCESS = ofThisProcess();

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
    Path folder = base.resolve(OF_THIS_PROCESS + UUID.randomUUID());
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    LOCKS.put(folder, channel.lock());
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

  private static String ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + start + "-";
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

  /** Whether it was made by this process, in whichever class loader. */
  private static boolean isOurs(Path folder) {
    return folder.getFileName().toString().startsWith(OF_THIS_PROCESS);
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
    } catch (NoSuchFileException | AccessDeniedException e) {
      return false; // Swept by another process just now, or another user's.
    }
  }
}
