package org.shoestring.bytes;

import java.time.Duration;

/**
 * How long what was told to stop is waited for: a stop (Ctrl-C, SIGTERM, a lost lease) takes {@link
 * #STOP} at most, whatever does not answer. Whoever waits for the end of something at a stop takes
 * the time from here, and leaves behind what still works then: it can no longer commit anything
 * that matters.
 *
 * <p>Other waits are not for a stop, and stand where they belong: how long a store may be silent
 * (its settings), a program may hold the pipe of another that has ended ({@code OutputPump}), or
 * may take to die that an earlier process has left ({@code StartedProgram}), and how long a message
 * may take to be printed.
 */
public final class StopPatience {
  /** The whole stop. */
  public static final Duration STOP = Duration.ofSeconds(5);

  /** Threads, jobs and requests that do the work: they have files to close and to remove. */
  public static final Duration WORK = Duration.ofSeconds(4);

  /** What is sent to stores when work has ended: uploads are aborted, claims are given back. */
  public static final Duration LAST_REQUESTS = Duration.ofSeconds(3);

  /** Work in a process that ends, and makes its last requests after that. */
  public static final Duration WORK_OF_ENDING_PROCESS = STOP.minus(LAST_REQUESTS);

  private StopPatience() {}
}
