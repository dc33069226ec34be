package org.shoestring.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed for now, with growing pauses of random length, so that many workers do
 * not come back at the same moment. Gives up when nothing went well for a stated time.
 */
public final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Users are told of a store that does not answer when it has lasted so long. */
  private static final Duration PATIENCE_OF_USERS = Duration.ofSeconds(5);

  private final Duration giveUpAfter;

  public Attempts(Duration giveUpAfter) {
    this.giveUpAfter = giveUpAfter;
  }

  /** The same, with no more patience than this. */
  public Attempts atMost(Duration patience) {
    return patience.compareTo(giveUpAfter) < 0 ? new Attempts(patience) : this;
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
    private boolean told;

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
                + "; given up after "
                + failures
                + (failures == 1 ? " attempt" : " attempts")
                + " in "
                + Math.max(1, lasted.toSeconds())
                + " s (give-up-after of its store file); what is finished is kept",
            failure);
      }
      if (!told && lasted.compareTo(PATIENCE_OF_USERS) > 0) {
        told = true;
        LOG.warn(
            "{}: {}; trying again for {} s", what, failure.getMessage(), giveUpAfter.toSeconds());
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException(what + ": stopped");
        stopped.initCause(e);
        throw stopped;
      }
      Duration twice = longest.multipliedBy(2);
      longest = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
  }
}
