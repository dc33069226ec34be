package org.shoestring.store.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.shoestring.bytes.Interrupts;
import org.shoestring.spec.Plural;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.object.Warnings;

/**
 * Tries again what failed for now, with growing pauses of random length, so that many workers do
 * not come back at the same moment. Gives up when nothing went well for a stated time.
 */
public final class Attempts {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Users are told of a store that does not answer when it has lasted so long. */
  private static final Duration PATIENCE_OF_USERS = Duration.ofSeconds(5);

  /** One remark is for all that fails meanwhile: objects, threads, and what comes after them. */
  private static final long QUIET_NANOS = Duration.ofMinutes(10).toNanos();

  private final Duration giveUpAfter;
  private final Duration tellAfter;
  private final AtomicLong told = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  /** At one store. */
  public Attempts(Duration giveUpAfter) {
    this(giveUpAfter, PATIENCE_OF_USERS);
  }

  Attempts(Duration giveUpAfter, Duration tellAfter) {
    this.giveUpAfter = giveUpAfter;
    this.tellAfter = tellAfter;
  }

  /** The same, with no more patience than this. */
  public Attempts atMost(Duration patience) {
    return patience.compareTo(giveUpAfter) < 0 ? new Attempts(patience, tellAfter) : this;
  }

  /** Told by who examines the store: nothing is remarked. */
  public Attempts quietly() {
    return new Attempts(giveUpAfter, giveUpAfter);
  }

  private void tell(String what, TransientException failure) {
    long last = told.get();
    long now = System.nanoTime();
    if (now - last >= QUIET_NANOS && told.compareAndSet(last, now)) {
      Warnings.tell(
          what
              + ": "
              + failure.getMessage()
              + "; trying again for up to "
              + giveUpAfter.toSeconds()
              + " s (Ctrl-C stops it, 'shoestring doctor' shows more)");
    }
  }

  /** Something that may fail for now. */
  public interface Attempt<T> {
    /**
     * Tries.
     *
     * @param before how many attempts there were before, each of which may have been carried out
     */
    T run(int before) throws IOException;
  }

  /**
   * Tries until it goes well, or fails for good.
   *
   * @param what is tried, for messages: {@code s3://bucket/name: write}
   * @throws StoreException if it did not go well for too long
   */
  public <T> T run(String what, Attempt<T> attempt) throws IOException {
    Pauses pauses = new Pauses(what);
    for (int before = 0; ; before++) {
      try {
        return attempt.run(before);
      } catch (TransientException e) {
        pauses.after(e);
      }
    }
  }

  /** The pauses between attempts at one thing; made when it begins. */
  Pauses pauses(String what) {
    return new Pauses(what);
  }

  /** The pauses between attempts at one thing, from its first failure since it last went well. */
  final class Pauses {
    private final String what;
    private long start;
    private Duration longest = FIRST_PAUSE;
    private int failures;

    Pauses(String what) {
      this.what = what;
    }

    /** Takes note that something went well: what fails next is tried as long as ever. */
    void reset() {
      longest = FIRST_PAUSE;
      failures = 0;
    }

    /**
     * Waits after a failure.
     *
     * @throws StoreException if it is time to give up
     */
    void after(TransientException failure) throws IOException {
      if (failures++ == 0) {
        start = System.nanoTime();
      }
      Duration lasted = Duration.ofNanos(System.nanoTime() - start);
      double share = 0.5 + 0.5 * ThreadLocalRandom.current().nextDouble();
      Duration pause = Duration.ofMillis((long) (longest.toMillis() * share));
      if (pause.compareTo(failure.retryAfter()) < 0) {
        pause = failure.retryAfter();
      }
      if (lasted.plus(pause).compareTo(giveUpAfter) > 0) {
        throw new StoreException(
            what
                + ": "
                + failure.getMessage()
                + "; gave up after "
                + Plural.of(failures, "attempt")
                + " in "
                + Math.max(1, lasted.toSeconds())
                + " s. Finished work is kept: run the command again. To wait longer, set"
                + " give-up-after in the store file",
            failure);
      }
      if (lasted.plus(pause).compareTo(tellAfter) > 0) {
        tell(what, failure);
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        throw Interrupts.stopped(what + ": stopped", e);
      }
      Duration twice = longest.multipliedBy(2);
      longest = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
  }
}
