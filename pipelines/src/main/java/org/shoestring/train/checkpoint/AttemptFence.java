package org.shoestring.train.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.SupersededException;

/**
 * Looks for a later attempt three times in the time after which others may begin one, also while a
 * large checkpoint is being saved.
 */
final class AttemptFence implements Closeable {
  private static final int CHECKS_PER_LEASE = 3;
  private static final long END_MILLIS = 10_000;

  private final Attempt attempt;
  private final Duration pause;
  private final Consumer<SupersededException> told;
  private final Thread thread;

  /**
   * A fence, which must be started.
   *
   * @param told is told once that a later attempt has begun
   */
  AttemptFence(Attempt attempt, Duration lease, Consumer<SupersededException> told) {
    this.attempt = attempt;
    this.pause = lease.dividedBy(CHECKS_PER_LEASE);
    this.told = told;
    this.thread = new Thread(this::look, "later-attempts");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void look() {
    try {
      do {
        Thread.sleep(pause.toMillis());
      } while (!isSuperseded());
    } catch (InterruptedException e) {
      return; // Closed.
    }
  }

  private boolean isSuperseded() {
    try {
      attempt.check();
      return false;
    } catch (SupersededException e) {
      told.accept(e);
      return true;
    } catch (IOException | RuntimeException e) {
      return false; // A store that does not answer says nothing about that.
    }
  }

  @Override
  public void close() {
    end(thread);
  }

  /**
   * Interrupts a thread, and waits for its end for as long as requests may take to be broken off.
   */
  static void end(Thread thread) {
    thread.interrupt();
    try {
      if (thread != Thread.currentThread()) {
        thread.join(END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
