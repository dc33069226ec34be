package org.shoestring.transform;

import java.util.concurrent.Semaphore;

/**
 * How many units of work may be at work at once in this process, over all pipelines that run in it:
 * the budget of threads and memory of a laptop. Unlimited until somebody sets a limit.
 */
public final class WorkSlots {
  private static volatile Semaphore slots = new Semaphore(Integer.MAX_VALUE);

  private WorkSlots() {}

  /** Sets the limit, before any work starts. */
  public static void limit(int units) {
    slots = new Semaphore(units);
  }

  /** Waits for a slot; closing gives it back. */
  static Slot take() throws InterruptedException {
    Semaphore from = slots;
    from.acquire();
    return from::release;
  }

  /** A slot that is taken. */
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }
}
