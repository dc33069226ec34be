package org.shoestring.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.shoestring.bytes.Interrupts;

/**
 * A file that one holder on this machine has at a time: "this process lives", or "only one works
 * here". All locks on files are made here, by one rule.
 *
 * <ul>
 *   <li>Between processes it is the system's lock on the file. A process that is killed gives it
 *       back.
 *   <li>Within a process it is a system property named after the file, which every class loader
 *       sees: two jobs in one JVM each have this class, and neither knows the other's objects. Only
 *       strings are kept there, so that the class loader of a job can go.
 *   <li>One lock is looked at after another: a file system that hangs holds up all of them.
 *   <li>A file that this process has locked is never opened again: POSIX drops all locks that a
 *       process has on a file when it closes any of its handles on it. Nobody else may open it
 *       either, to read it, say.
 *   <li>Nobody waits inside the system, which takes two processes for dead-locked when a thread of
 *       each waits for what another thread of the other one holds.
 *   <li>Who deletes the file does so while holding it. Who waited for it, and has locked what was
 *       deleted, does not hold it.
 * </ul>
 *
 * <p>A lock that is neither closed nor reachable any more, since its class loader was dropped, is
 * free for other processes, but this one takes it for held until it ends. So what is held for good
 * needs a name that nobody takes twice.
 */
public final class ProcessLock implements Closeable {
  private static final String HELD = "org.shoestring.lock:";
  private static final long POLL_MILLIS = 100;
  private static final int LENGTHS = 1 << 16;

  /** Guards all opening and closing; Java has one object for this text in all class loaders. */
  private static final Object ALL = "org.shoestring.files.ProcessLock".intern();

  private final String key;
  private final RandomAccessFile opened;

  private ProcessLock(String key, RandomAccessFile opened) {
    this.key = key;
    this.opened = opened;
  }

  /**
   * Waits for it, until the thread is interrupted.
   *
   * @throws NoSuchFileException if the file's folder is not there
   */
  public static ProcessLock take(Path file) throws IOException {
    while (true) {
      synchronized (ALL) { // Between a look and the wait, nobody of this process gives it back.
        Optional<ProcessLock> taken = tryTake(file);
        if (taken.isPresent()) {
          return taken.get();
        }
        try {
          ALL.wait(POLL_MILLIS);
        } catch (InterruptedException e) {
          throw Interrupts.stopped(file + ": stopped", e);
        }
      }
    }
  }

  /**
   * Takes it, unless somebody holds it.
   *
   * @throws NoSuchFileException if the file's folder is not there
   */
  public static Optional<ProcessLock> tryTake(Path file) throws IOException {
    synchronized (ALL) {
      String key = key(file);
      if (System.getProperty(key) != null) {
        return Optional.empty();
      }
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      try {
        return locked(key, file);
      } catch (NoSuchFileException e) {
        return Optional.empty(); // Who held it has removed it just now.
      }
    }
  }

  private static Optional<ProcessLock> locked(String key, Path file) throws IOException {
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
    boolean taken = false;
    try {
      taken = lock(opened.getChannel()) && isAt(file, opened);
      if (!taken) {
        return Optional.empty();
      }
      System.setProperty(key, "held");
      return Optional.of(new ProcessLock(key, opened));
    } finally {
      if (!taken) {
        opened.close();
      }
    }
  }

  /**
   * Whether a locked file still has its name. What the system calls it tells nothing: the number of
   * a file that is gone is given to the next one. So it gets a length, for a moment, that no other
   * has; which takes no space.
   */
  private static boolean isAt(Path file, RandomAccessFile locked) throws IOException {
    long length = 1L + ThreadLocalRandom.current().nextInt(LENGTHS);
    locked.setLength(length);
    try {
      return Files.size(file) == length;
    } finally {
      locked.setLength(0);
    }
  }

  /** Whether somebody on this machine holds it. A file that is not there is not held. */
  public static boolean isHeld(Path file) throws IOException {
    synchronized (ALL) {
      try {
        if (System.getProperty(key(file)) != null) {
          return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          return !lock(channel);
        }
      } catch (NoSuchFileException e) {
        return false;
      }
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // Somebody in this process has locked it without this class.
    }
  }

  /** The same for all paths that lead to a file. */
  private static String key(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    return HELD + folder.toRealPath().resolve(file.getFileName());
  }

  /** Gives it back. */
  @Override
  public void close() throws IOException {
    synchronized (ALL) {
      if (opened.getChannel().isOpen()) {
        try {
          opened.close();
        } finally {
          System.clearProperty(key);
          ALL.notifyAll();
        }
      }
    }
  }
}
