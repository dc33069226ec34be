package org.shoestring.transform.piping;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is done about a program that fails or hangs. A program may cost money, or change something
 * elsewhere: so it is given the lines of a shard again only if its user says that it may.
 *
 * @param repeat whether a shard is tried again after a failure, and may be tried by two workers at
 *     the same time if one of them is slow
 * @param timeout how long it may neither take nor print anything while it has lines to answer; zero
 *     for as long as it likes
 */
public record FailurePolicy(boolean repeat, Duration timeout) implements Serializable {
  /** Fails at once, and waits for ever. */
  public static final FailurePolicy PLAIN = new FailurePolicy(false, Duration.ZERO);

  private static final int TRIES = 3;

  /** How many times a program is started for a shard before the stage fails. */
  int tries() {
    return repeat ? TRIES : 1;
  }

  /** Whether a program is ended when it is silent. */
  boolean hasTimeout() {
    return !timeout.isZero();
  }
}
