package org.shoestring.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A thread that is interrupted while it waits for a store. */
public final class InterruptedThread {
  private InterruptedThread() {}

  /** Some requests. */
  public interface Work {
    void run() throws IOException;
  }

  /** Waits until the work waits, or has ended. */
  public interface Begin {
    void await(CompletableFuture<Throwable> end) throws Exception;
  }

  /** The failure of work whose thread is interrupted after that. */
  public static Throwable failure(Work work, Begin begin) throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                end.complete(new AssertionError("it ended well"));
              } catch (IOException | RuntimeException e) {
                end.complete(e);
              }
            });
    thread.start();
    begin.await(end);
    thread.interrupt();
    return end.get();
  }
}
