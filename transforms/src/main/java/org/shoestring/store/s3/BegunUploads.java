package org.shoestring.store.s3;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.shoestring.bytes.StopPatience;
import org.shoestring.files.ProcessEnd;

/**
 * The uploads in parts that this process has begun and not ended: they are aborted when it is
 * interrupted, since what was sent of them costs storage that nobody sees.
 */
final class BegunUploads {
  private static final int AT_ONCE = 8;

  private static final Set<Abort> BEGUN = new LinkedHashSet<>();
  private static boolean hooked;
  private static boolean stopping;

  private BegunUploads() {}

  /** Aborts an upload. */
  interface Abort {
    void run() throws IOException;
  }

  /** Takes note of an upload; if the process is ending, aborts it and does not return. */
  static void add(Abort abort) throws IOException {
    if (!isAdded(abort)) {
      abort.run();
      holdIfStopping();
    }
  }

  private static synchronized boolean isAdded(Abort abort) {
    if (!hooked) {
      hooked = true;
      stopping = !ProcessEnd.add(BegunUploads::abortAll);
    }
    if (!stopping) {
      BEGUN.add(abort);
    }
    return !stopping;
  }

  /** It is completed, or aborted. */
  static synchronized void remove(Abort abort) {
    BEGUN.remove(abort);
  }

  /** Does not return if the process is ending: that an upload is gone then is no error to tell. */
  static void holdIfStopping() {
    if (isStopping()) {
      while (true) {
        LockSupport.park();
      }
    }
  }

  private static synchronized boolean isStopping() {
    return stopping;
  }

  private static synchronized List<Abort> stop() {
    stopping = true;
    return List.copyOf(BEGUN);
  }

  private static void abortAll() {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, BegunUploads::daemon);
    for (Abort abort : stop()) {
      threads.execute(
          () -> {
            try {
              abort.run();
            } catch (IOException | RuntimeException e) {
              // What is left is found by gc, or by a rule of the bucket.
            }
          });
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(StopPatience.LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "abort-upload");
    thread.setDaemon(true);
    return thread;
  }
}
