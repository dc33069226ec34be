package org.shoestring.train;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.shoestring.bytes.StopPatience;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.table.Output;

/**
 * The copy on the storage of what a command prints, which is made anew while the command runs: when
 * somebody asks for it, and at least every five minutes. A thread of its own does that, so that the
 * log does not wait while a large checkpoint is sent.
 */
final class StoredLog implements Closeable {
  /** It takes time to be sent, too: the copy is never older than five minutes. */
  static final Duration EVERY = Duration.ofMinutes(4);

  /** A store that fails is tried again sooner. */
  private static final int SOONER = 8;

  private final CommandLog said;
  private final Output output;
  private final String name;
  private final Duration every;
  private final Consumer<String> remarks;
  private final Thread thread;
  private boolean isAsked;
  private boolean isFailing;
  private volatile boolean isOver;

  private StoredLog(
      CommandLog said, Output output, String name, Duration every, Consumer<String> remarks) {
    this.said = said;
    this.output = output;
    this.name = name;
    this.every = every;
    this.remarks = remarks;
    this.thread = new Thread(this::work, "stored-log");
    thread.setDaemon(true);
  }

  /**
   * Copies a log from now on.
   *
   * @param name of the copy
   * @param every how often
   * @param remarks takes what the user should know though it is no error, in any thread
   */
  static StoredLog start(
      CommandLog said, Output output, String name, Duration every, Consumer<String> remarks) {
    StoredLog log = new StoredLog(said, output, name, every, remarks);
    log.thread.start();
    return log;
  }

  /** Has it copied now, without waiting for that. */
  synchronized void ask() {
    isAsked = true;
    notifyAll();
  }

  /** So many of the lines that were printed last. */
  List<String> last(int count) throws IOException {
    return said.last(count);
  }

  private void work() {
    try {
      while (!isOver) {
        awaitDue();
        copy();
      }
    } catch (InterruptedException e) {
      return; // The command has ended.
    }
  }

  private synchronized void awaitDue() throws InterruptedException {
    long begin = System.nanoTime();
    long pause = (isFailing ? every.dividedBy(SOONER) : every).toNanos();
    long left = pause;
    while (!isAsked && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      left = begin + pause - System.nanoTime();
    }
    isAsked = false;
  }

  private void copy() {
    try {
      said.sendSoFar(output, name);
      isFailing = false;
    } catch (IOException | RuntimeException e) {
      if (isOver) {
        return; // It was broken off; the whole log is stored at the end.
      }
      if (!isFailing) {
        remarks.accept(
            "the log cannot be stored now ("
                + (e instanceof IOException io ? LocalFailure.shown(io) : e)
                + "); this is tried again");
      }
      isFailing = true;
    }
  }

  /** Breaks off what is on its way, without waiting for that, and copies no more. */
  void breakOff() {
    isOver = true;
    thread.interrupt();
  }

  /** Makes the last copy. */
  void sendLast() throws IOException {
    close();
    said.sendSoFar(output, name);
  }

  /** Copies no more: what is on its way does not overwrite what others store from now on. */
  @Override
  public void close() {
    breakOff();
    try {
      thread.join(StopPatience.WORK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
