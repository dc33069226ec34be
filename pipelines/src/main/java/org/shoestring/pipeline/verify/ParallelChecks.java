package org.shoestring.pipeline.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.shoestring.pipeline.verify.Verification.Check;
import org.shoestring.table.ShardCheck.Found;
import org.shoestring.table.record.CommittedShard;

/** Makes checks in several threads, and tells what they found in the order they were given. */
public final class ParallelChecks implements AutoCloseable {
  private final ExecutorService threads;
  private final Consumer<Check> told;
  private int wrong;

  ParallelChecks(int threads, Consumer<Check> told) {
    this.threads = Executors.newFixedThreadPool(threads, ParallelChecks::thread);
    this.told = told;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "verify");
    thread.setDaemon(true);
    return thread;
  }

  /** Reads a shard. */
  interface Reading {
    Found of(CommittedShard shard) throws IOException;
  }

  /** Reads shards, and tells of each what was found. */
  void shards(String what, List<CommittedShard> shards, Reading reading)
      throws IOException, InterruptedException {
    List<Callable<Check>> work = new ArrayList<>();
    for (CommittedShard shard : shards) {
      String name = what + " " + shard.place();
      String where = shard.folder() + "/" + shard.object();
      work.add(() -> check(name, where, reading.of(shard)));
    }
    inOrder(work, this::found);
  }

  private static Check check(String what, String where, Found found) {
    String numbers = "lines " + found.lines() + ", raw " + found.raw();
    return new Check(what, where, result(String.join("; ", found.problems())), numbers);
  }

  private static String result(String problem) {
    return problem.isEmpty() ? Check.OK : problem;
  }

  /** Does work in all threads, and takes what comes of it in order. */
  <T> void inOrder(List<Callable<T>> work, Consumer<T> each)
      throws IOException, InterruptedException {
    List<Future<T>> futures = new ArrayList<>();
    work.forEach(one -> futures.add(threads.submit(one)));
    for (Future<T> future : futures) {
      try {
        each.accept(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** Tells of a check, whose problem is empty if nothing is wrong. */
  void found(String what, String where, String problem, String numbers) {
    found(new Check(what, where, result(problem), numbers));
  }

  /** Tells of a check, and counts it unless it is {@code ok}. */
  void found(Check check) {
    wrong += check.result().equals(Check.OK) ? 0 : 1;
    told.accept(check);
  }

  /** Tells of what could not be checked. */
  void remark(Check check) {
    told.accept(check);
  }

  /** How many checks found something wrong so far. */
  int wrong() {
    return wrong;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
