package org.shoestring.bytes;

import java.io.InterruptedIOException;

/** Lets work that only computes be stopped: whoever reads or writes its lines looks here. */
public final class Interrupts {
  private Interrupts() {}

  /** Fails if the current thread is interrupted, which it stays. */
  public static void check() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("stopped");
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
