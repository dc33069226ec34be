package org.shoestring.table.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.shoestring.bytes.Interrupts;

/** A file that one thread of one process on this machine holds at a time. */
final class FolderLock implements Closeable {
  private static final long POLL_MILLIS = 100;

  /** Held by threads of this process: the system's locks are between processes. */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** Waits for it, until it is interrupted. */
  static FolderLock of(Path path) throws IOException {
    Path file = path.toAbsolutePath().normalize();
    take(file);
    FileChannel channel = null;
    FolderLock taken = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = new FolderLock(file, channel, lock(channel));
      return taken;
    } finally {
      if (taken == null) {
        if (channel != null) {
          channel.close();
        }
        giveBack(file);
      }
    }
  }

  private static void take(Path file) throws IOException {
    synchronized (HELD) {
      while (!HELD.add(file)) {
        try {
          HELD.wait();
        } catch (InterruptedException e) {
          throw stopped(file, e);
        }
      }
    }
  }

  private static void giveBack(Path file) {
    synchronized (HELD) {
      HELD.remove(file);
      HELD.notifyAll();
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        // Another class loader of this process has this class, and the lock.
        try {
          Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException stop) {
          throw stopped(Path.of(""), stop);
        }
      }
    }
  }

  private static IOException stopped(Path file, InterruptedException cause) {
    return Interrupts.stopped(file + ": stopped", cause);
  }

  boolean isValid() {
    return lock.isValid();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      giveBack(file);
    }
  }
}
