package org.shoestring.pipeline.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Plural;

/**
 * Messages to the user on stderr. One thread prints them in order, and whoever sends one waits only
 * a moment for it: a stopped terminal, or a pipe that nobody reads, delays no work. What is printed
 * late is printed before the process ends, unless a signal ends it.
 */
public final class Messages {
  /** How long a message may take: a pager or a pipe that nobody reads takes none. */
  private static final long PRINT_MILLIS = 1000;

  /** More than so many unread messages are counted instead of kept. */
  static final int MOST = 1000;

  private static final AtomicInteger LEFT_OUT = new AtomicInteger();
  private static final ThreadPoolExecutor PRINTER =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST),
          Messages::thread,
          (message, printer) -> {
            LEFT_OUT.incrementAndGet();
            ((FutureTask<?>) message).cancel(false);
          });

  /** Whether somebody has waited in vain since the last message was printed. */
  private static volatile boolean unread;

  private static volatile Future<?> last = CompletableFuture.completedFuture(null);

  private Messages() {}

  /** Prints a message, which writes to stderr as it is then. */
  public static void print(Runnable message) {
    if (Thread.currentThread() instanceof Printer) {
      message.run(); // A part of the message that is being printed.
      return;
    }
    if (unread) {
      Future<?> unused = begin(() -> printUnawaited(message));
    } else {
      await(begin(message));
    }
  }

  /** Who sent it does not learn of its end. */
  private static void printUnawaited(Runnable message) {
    try {
      message.run();
    } catch (OutOfMemoryError e) {
      OutOfMemory.halt(e);
      throw e;
    }
  }

  /** Prints what a process says last: it waits its moment even if nobody has read those before. */
  public static void printLast(Runnable message) {
    await(begin(message));
  }

  /** Prints a message without waiting for it. */
  static synchronized Future<?> begin(Runnable message) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Future<?> printed = PRINTER.submit(() -> printNow(message, done));
    last = printed.isCancelled() ? last : done;
    return printed;
  }

  private static void printNow(Runnable message, CompletableFuture<Void> done) {
    try {
      message.run();
    } finally {
      unread = false;
      tellLeftOut();
      done.complete(null); // Whether it failed is for who sent it.
    }
  }

  private static void tellLeftOut() {
    int leftOut = PRINTER.getQueue().isEmpty() ? LEFT_OUT.getAndSet(0) : 0;
    if (leftOut > 0) {
      System.err.println(
          "shoestring: "
              + Plural.of(leftOut, "message")
              + (leftOut == 1 ? " is" : " are")
              + " missing here, because nobody read stderr");
    }
  }

  /** Waits a moment for a message. */
  static void await(Future<?> printed) {
    try {
      wait(printed, PRINT_MILLIS);
    } catch (TimeoutException e) {
      unread = !printed.isDone();
    }
  }

  /** Waits until all messages are printed, however long nobody reads them; also if interrupted. */
  public static void awaitAll() {
    boolean isInterrupted = false;
    while (!last.isDone()) {
      isInterrupted |= Thread.interrupted();
      try {
        wait(last, Long.MAX_VALUE);
      } catch (TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void wait(Future<?> printed, long millis) throws TimeoutException {
    if (printed.isCancelled()) {
      return;
    }
    try {
      printed.get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error; // Without memory, the process ends.
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }

  private static Thread thread(Runnable work) {
    return new Printer(work);
  }

  /** The thread that prints. */
  private static final class Printer extends Thread {
    Printer(Runnable work) {
      super(work, "messages");
      setDaemon(true);
    }
  }
}
