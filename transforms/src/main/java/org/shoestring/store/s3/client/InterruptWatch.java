package org.shoestring.store.s3.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Breaks off what a thread waits for at a server once it is interrupted: no socket notices that.
 */
final class InterruptWatch {
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

  /** A wait of a thread; what breaks it off is called until it is closed. */
  final class Wait implements AutoCloseable {
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
  Wait begin(Runnable abort) {
    Wait wait = new Wait(abort);
    waits.add(wait);
    return wait;
  }

  /** Looks at all threads that wait. */
  void look() {
    waits.forEach(
        wait -> {
          if (wait.thread.isInterrupted()) {
            wait.abort.run();
          }
        });
  }
}
