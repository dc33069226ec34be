package org.shoestring.store.object;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request failed in a way that may be over the next time: no connection, no answer, a server that
 * is busy. It may have been carried out all the same.
 */
public final class TransientException extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  public TransientException(String message, @Nullable Throwable cause) {
    this(message, Duration.ZERO, cause);
  }

  /**
   * An answer that asks to come back later.
   *
   * @param retryAfter how long it asks to wait; zero if it does not say
   */
  public TransientException(String message, Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** How long the server asks to wait. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
