package org.shoestring.server;

import java.util.concurrent.TimeUnit;

/** The threads of Beam's DirectRunner, which outlive a pipeline that failed and may still write. */
public final class DirectRunnerWorkers {
  private static final long MOST_SECONDS = 60;

  private DirectRunnerWorkers() {}

  /** Waits until there is none. */
  public static void await() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    try {
      while (anyAlive()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "workers of the DirectRunner are alive after " + MOST_SECONDS + " s");
        }
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean anyAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("direct-runner-worker"));
  }
}
