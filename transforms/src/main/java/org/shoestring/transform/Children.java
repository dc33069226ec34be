package org.shoestring.transform;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The programs that this process started; none outlives it when it ends in order. */
public final class Children {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  private static volatile boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Children::end, "kill-children"));
  }

  private Children() {}

  /** Kills this program when the process ends, unless {@link #kill} was called before. */
  public static void add(Process process) {
    RUNNING.add(process);
    if (ending) {
      kill(process);
    }
  }

  private static void end() {
    ending = true;
    RUNNING.forEach(Children::kill);
  }

  /**
   * Waits for a program's end. When this process is ending too it does not return: that the program
   * was stopped then is no failure of its own.
   */
  public static int waitFor(Process process) throws InterruptedException {
    int code = process.waitFor();
    if (ending) {
      Thread.currentThread().join();
    }
    return code;
  }

  /** Kills a program, if it still runs, and all that it started. */
  public static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    RUNNING.remove(process);
  }
}
