package org.shoestring.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be done when the process ends in order. The library only says what: whose process it
 * is decides. The command line has a hook call {@link #run}; in the process of somebody else
 * nothing is registered with Java, so nothing outlives the class loader of a job there.
 */
public final class ProcessEnd {
  private static final Set<Runnable> TASKS = new LinkedHashSet<>();
  private static final Set<Path> FILES = new LinkedHashSet<>();
  private static boolean begun;

  private ProcessEnd() {}

  /**
   * Something to be done, at the same time as all else.
   *
   * @return false if the end has begun: nobody will do it
   */
  public static synchronized boolean add(Runnable task) {
    if (!begun) {
      TASKS.add(task);
    }
    return !begun;
  }

  /** A file to be deleted, unless {@link #forget} is called before. */
  public static synchronized void delete(Path file) {
    FILES.add(file);
  }

  public static synchronized void forget(Path file) {
    FILES.remove(file);
  }

  private static synchronized List<Runnable> begin() {
    begun = true;
    return List.copyOf(TASKS);
  }

  /** Does it, in a process of ours that is about to end. */
  public static void run() {
    List<Thread> threads = new ArrayList<>();
    for (Runnable task : begin()) {
      Thread thread = new Thread(task, "process-end");
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Java deletes these after all hooks have run: other threads are still at work meanwhile.
    ProcessFolder.leaveNothing();
    synchronized (ProcessEnd.class) {
      FILES.forEach(file -> file.toFile().deleteOnExit());
    }
  }
}
