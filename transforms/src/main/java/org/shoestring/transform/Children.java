package org.shoestring.transform;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The programs that this process started; none outlives it when it ends in order. */
public final class Children {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Children::kill), "kill-children"));
  }

  private Children() {}

  /** Kills this program when the process ends, unless {@link #kill} was called before. */
  public static void add(Process process) {
    RUNNING.add(process);
  }

  /** Kills a program, if it still runs, and all that it started. */
  public static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    RUNNING.remove(process);
  }
}
