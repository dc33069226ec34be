package org.shoestring.store.remote;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Breaks off what a thread waits for at a server once it is interrupted: no socket notices that.
 */
public final class InterruptWatch {
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

  /** A wait of a thread; what breaks it off is called until it is closed. */
  public final class Wait implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final Runnable abort;

    private Wait(Runnable abort) {
      this.abort = abort;
    }

    @Override
    public void close() {
      waits.remove(this);
    }
  }

  /** Begins a wait of the current thread. */
  public Wait begin(Runnable abort) {
    Wait wait = new Wait(abort);
    waits.add(wait);
    return wait;
  }

  /** Whether no thread that is alive waits. */
  public boolean isIdle() {
    waits.removeIf(wait -> !wait.thread.isAlive());
    return waits.isEmpty();
  }

  private static void abort(Wait wait) {
    try {
      wait.abort.run();
    } catch (RuntimeException e) {
      // It has ended meanwhile; others still wait.
    }
  }

  /** Looks at all threads that wait. */
  public void look() {
    waits.forEach(
        wait -> {
          if (wait.thread.isInterrupted()) {
            abort(wait);
          }
        });
  }
}
