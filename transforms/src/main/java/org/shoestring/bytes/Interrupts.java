package org.shoestring.bytes;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Lets work that only computes be stopped: whoever reads or writes its lines looks here. */
public final class Interrupts {
  private Interrupts() {}

  /** Fails if the current thread is interrupted, which it stays. */
  public static void check() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("stopped");
    }
  }

  /** A wait for something that ends. */
  public interface Wait {
    /** Waits for so long at most, and tells whether it has ended. */
    boolean ended(long nanos) throws InterruptedException;
  }

  /**
   * Waits though the current thread is interrupted, which it stays: for what must not go on when
   * this returns.
   *
   * @param most how long
   * @return whether it has ended
   */
  public static boolean outlast(Duration most, Wait wait) {
    long until = System.nanoTime() + most.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.ended(Math.max(0, until - System.nanoTime()));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * What an interrupted wait ends with where interrupts have no place: the thread stays
   * interrupted.
   *
   * @param message of the error
   */
  public static InterruptedIOException stopped(String message, InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException stopped = new InterruptedIOException(message);
    stopped.initCause(cause);
    return stopped;
  }
}
