package org.shoestring.train.stream;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.shoestring.bytes.Failures;
import org.shoestring.bytes.Interrupts;
import org.shoestring.bytes.StopPatience;
import org.shoestring.table.local.ShardFiles;

/**
 * The shards that lie in a stream's folder, and threads that fetch others. One that cannot be
 * fetched is an error only if a process needs it now; else it is tried again later.
 */
final class FetchedShards implements Closeable {
  private static final int AT_ONCE = 4;
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ShardFiles files;
  private final ExecutorService threads;

  /** What lies on the disk, whole or in part. */
  private final Set<String> there;

  private final Set<String> whole = new HashSet<>();
  private final Set<String> fetching = new HashSet<>();

  /** What could not be fetched, and nobody has seen yet. */
  private final Map<String, Throwable> failed = new HashMap<>();

  /** When something was last found not to be fetched, though nobody needed it. */
  private final Map<String, Long> postponed = new HashMap<>();

  private int count;
  private long bytes;
  private int ended;
  private int seen;

  /**
   * Those in a folder.
   *
   * @param begun those that are there in part
   */
  FetchedShards(ShardFiles files, Set<String> begun) {
    this.files = files;
    this.there = new TreeSet<>(begun);
    this.threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "stream-fetch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Removes and fetches what a plan says, without waiting for what is fetched.
   *
   * @throws IOException or another error, if a shard that is needed cannot be fetched
   */
  synchronized void follow(ShardPlan plan) throws IOException {
    for (Map.Entry<String, Throwable> one : failed.entrySet()) {
      if (plan.isNeeded(one.getKey())) {
        Failures.rethrow(one.getValue());
      }
      postponed.put(one.getKey(), System.nanoTime());
    }
    failed.clear();
    seen = ended;
    ShardPlan.Moves moves = plan.moves(there, whole, fetching);
    for (String shard : moves.removed()) {
      files.remove(shard);
      there.remove(shard);
      whole.remove(shard);
    }
    for (String shard : moves.fetched()) {
      if (fetching.size() < AT_ONCE && (plan.isNeeded(shard) || isDue(shard))) {
        postponed.remove(shard);
        there.add(shard);
        fetching.add(shard);
        threads.execute(() -> fetch(shard));
      }
    }
  }

  private boolean isDue(String shard) {
    Long since = postponed.get(shard);
    return since == null || System.nanoTime() - since > AGAIN_NANOS;
  }

  private void fetch(String shard) {
    Throwable failure = null;
    try {
      files.fetch(shard);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    synchronized (this) {
      fetching.remove(shard);
      if (failure == null) {
        whole.add(shard);
        count++;
        bytes += files.bytes(shard);
      } else {
        failed.put(shard, failure);
      }
      ended++;
      notifyAll();
    }
  }

  /** Waits until a fetch has ended since the plan was followed, but not for long. */
  synchronized void await(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (ended == seen && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    }
  }

  /** Notices that a program has removed shards; they are fetched again. */
  synchronized void forgetVanished() {
    for (String shard : List.copyOf(whole)) {
      if (!files.isThere(shard)) {
        whole.remove(shard);
        there.remove(shard);
      }
    }
  }

  /** How many shards were fetched. */
  synchronized int count() {
    return count;
  }

  /** How many bytes they had. */
  synchronized long bytes() {
    return bytes;
  }

  /** Breaks off what is on its way, which is used at the next start, and waits for that. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean unused =
        Interrupts.outlast(
            StopPatience.WORK, nanos -> threads.awaitTermination(nanos, TimeUnit.NANOSECONDS));
  }
}
