package org.shoestring.train.stream;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Interrupts;
import org.shoestring.bytes.StopPatience;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.table.ProgramException;
import org.shoestring.table.local.ShardFiles;

/**
 * A table that is served to the processes of a command shard by shard: a thread looks at what they
 * want, and has it fetched and removed. Never more than so many shards are on this machine.
 */
public final class ShardStream implements Closeable {
  private static final long SHORTEST_MILLIS = 10;
  private static final long LONGEST_MILLIS = 200;
  private static final long DEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final StreamFolder folder;
  private final WantFolder wants;
  private final ShardFiles files;
  private final FetchedShards shards;
  private final int bound;
  private final long patience;
  private final Runnable stuck;
  private final Consumer<String> remarks;
  private final Thread thread;
  private @Nullable Throwable failure;
  private boolean isOver;
  private boolean isOpened;

  private ShardStream(
      StreamFolder folder,
      ShardFiles files,
      StreamSettings settings,
      long patience,
      Runnable stuck,
      Consumer<String> remarks) {
    this.folder = folder;
    this.wants = folder.wants();
    this.files = files;
    this.shards = new FetchedShards(files, folder.begun());
    this.bound = settings.shards();
    this.patience = patience;
    this.stuck = stuck;
    this.remarks = remarks;
    this.thread = new Thread(this::work, "stream");
    thread.setDaemon(true);
  }

  /**
   * Serves a table from now on.
   *
   * @param files where it is served
   * @param patience how long the command may take to end, in milliseconds, if nothing can be
   *     fetched any more
   * @param stuck called if it takes longer, in another thread
   * @param remarks takes what the user should know though it is no error, in any thread
   */
  static ShardStream start(
      ShardFiles files,
      StreamSettings settings,
      long patience,
      Runnable stuck,
      Consumer<String> remarks)
      throws IOException {
    StreamFolder folder = StreamFolder.open(files, settings.shards());
    ShardStream stream = new ShardStream(folder, files, settings, patience, stuck, remarks);
    remarks.accept(stream.beginning());
    stream.thread.start();
    return stream;
  }

  private String beginning() {
    int all = files.shards().size();
    long most =
        files.shards().keySet().stream()
            .map(files::bytes)
            .sorted((a, b) -> Long.compare(b, a))
            .limit(bound)
            .mapToLong(Long::longValue)
            .sum();
    return "streams the input: "
        + (bound < all ? "at most " + bound + " of " : "all ")
        + Plural.of(all, "shard")
        + " ("
        + Bytes.show(most)
        + ") lie on this disk at a time";
  }

  private void work() {
    try {
      try {
        serve();
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
        Thread.sleep(patience);
        tellStuck();
      }
    } catch (InterruptedException e) {
      return; // It is over.
    }
  }

  private void serve() throws IOException, InterruptedException {
    long pause = SHORTEST_MILLIS;
    long looked = System.nanoTime();
    ShardPlan plan = wants.plan(bound);
    while (true) {
      boolean changed = wants.look();
      if (System.nanoTime() - looked > DEAD_NANOS) {
        changed |= wants.removeDead();
        shards.forgetVanished();
        looked = System.nanoTime();
      }
      if (changed) {
        plan = wants.plan(bound);
        check(plan);
      }
      shards.follow(plan);
      pause = changed ? SHORTEST_MILLIS : Math.min(LONGEST_MILLIS, pause + pause / 4);
      shards.await(pause);
    }
  }

  private void check(ShardPlan plan) {
    for (String shard : plan.order()) {
      if (!files.shards().containsKey(shard)) {
        throw new ProgramException(
            "a process asks for the shard '"
                + shard
                + "', but {input} has none of this name; use the "
                + StreamFolder.READER
                + " of this version");
      }
    }
  }

  private synchronized void fail(Throwable why) {
    if (isOver) {
      return; // It was broken off.
    }
    failure = why;
    try {
      folder.fail(why instanceof Exception e ? ExitCode.message(e) : why.toString());
    } catch (IOException e) {
      remarks.accept(
          "the command cannot be told that its input cannot be streamed any more: "
              + LocalFailure.shown(e));
    }
  }

  private synchronized void tellStuck() {
    if (!isOver) {
      stuck.run();
    }
  }

  /** Why nothing can be fetched any more; empty if all went well. */
  public synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether a process has read it as a stream, as far as it was served. */
  public synchronized boolean isOpened() {
    return isOpened;
  }

  /** Ends it, and says what was fetched. What fails from now on does not matter. */
  @Override
  public void close() {
    synchronized (this) {
      if (isOver) {
        return;
      }
      isOver = true;
      isOpened = folder.isOpened();
    }
    thread.interrupt();
    shards.close();
    boolean unused =
        Interrupts.outlast(
            StopPatience.WORK,
            nanos -> {
              TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
              return !thread.isAlive();
            });
    try {
      folder.close();
    } catch (IOException e) {
      remarks.accept("the stream of the input could not be closed: " + LocalFailure.shown(e));
    }
    remarks.accept(
        "streamed the input: fetched "
            + Plural.of(shards.count(), "shard")
            + " ("
            + Bytes.show(shards.bytes())
            + ")");
  }
}
