package org.shoestring.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the names in one folder on the disk for all threads that want it at the same time: each who
 * comes while the disk is at work waits for the next time, which is for all of them.
 */
final class FolderSync {
  private static final Map<Path, FolderSync> BUSY = new HashMap<>();

  private final Path folder;
  private int users;
  private @Nullable CompletableFuture<Boolean> next;

  private FolderSync(Path folder) {
    this.folder = folder;
  }

  /** What puts a folder on the disk. */
  interface Sync {
    void of(Path folder) throws IOException;
  }

  /** Puts a folder on the disk, with all names that were in it before. */
  static void share(Path folder, Sync sync) throws IOException {
    FolderSync shared;
    CompletableFuture<Boolean> round;
    boolean isFirst;
    synchronized (BUSY) {
      shared = BUSY.computeIfAbsent(folder, FolderSync::new);
      shared.users++;
      CompletableFuture<Boolean> waiting = shared.next;
      isFirst = waiting == null;
      round = waiting == null ? new CompletableFuture<>() : waiting;
      shared.next = round;
    }
    try {
      if (isFirst) {
        shared.run(round, sync);
      } else if (!isDone(round)) {
        sync.of(folder);
      }
    } finally {
      synchronized (BUSY) {
        if (--shared.users == 0) {
          BUSY.remove(folder);
        }
      }
    }
  }

  /** One round after the other. */
  private synchronized void run(CompletableFuture<Boolean> round, Sync sync) throws IOException {
    synchronized (BUSY) {
      next = null; // The names of those who come now may be too late for this round.
    }
    boolean isDone = false;
    try {
      sync.of(folder);
      isDone = true;
    } finally {
      round.complete(isDone);
    }
  }

  /** Whether a round ended well; else its error is that of another thread, or an interrupt. */
  private static boolean isDone(CompletableFuture<Boolean> round) {
    try {
      return round.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // It is never completed so.
    }
  }
}
