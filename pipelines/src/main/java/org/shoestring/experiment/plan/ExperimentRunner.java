package org.shoestring.experiment.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.plan.ExaminedStage.State;
import org.shoestring.experiment.plan.StageResult.End;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.LeaseWatch;
import org.shoestring.pipeline.HandedOverException;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.process.ClusterSilentException;
import org.shoestring.pipeline.process.OutOfMemory;
import org.shoestring.table.Output;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;

/**
 * Brings stages up to date: each as soon as those that it needs are done, so that independent ones
 * run side by side. How much runs at once is the business of the budget, {@code WorkSlots}.
 */
public final class ExperimentRunner {
  private final Planner planner;
  private final WorkPlace place;
  private final boolean keepGoing;
  private final RunListener listener;
  private final LeaseManager leases;
  private final JobsOfOthers others;
  private final StopSignal stop;
  private final StopSignal early;
  private final Semaphore atOnce;
  private final AtomicBoolean failed = new AtomicBoolean();

  /** How stages ended last: one that was done is made again if gc removes it before it is read. */
  private final Map<String, StageResult> done = new ConcurrentHashMap<>();

  /**
   * A runner.
   *
   * @param place where the work is done
   * @param leases keeps processes from doing the same work
   * @param stagesAtOnce how many stages are begun at once; others are left to other processes
   * @param keepGoing whether stages that do not need a failed one are still begun
   * @param stop ends all stages; how they ended is not told then
   * @param early comes before it, if units of work have time to end: ends stages without units, and
   *     no stage begins after it
   */
  public ExperimentRunner(
      Planner planner,
      WorkPlace place,
      LeaseManager leases,
      int stagesAtOnce,
      boolean keepGoing,
      RunListener listener,
      StopSignal stop,
      StopSignal early) {
    this.planner = planner;
    this.place = place;
    this.leases = leases;
    this.others = new JobsOfOthers(planner, place, leases);
    this.atOnce = new Semaphore(stagesAtOnce, true);
    this.keepGoing = keepGoing;
    this.listener = listener;
    this.stop = stop;
    this.early = early;
  }

  /**
   * Runs stages that are given each after those that it needs.
   *
   * @return how each ended, in the same order
   */
  public List<StageResult> run(List<Stage> stages) throws IOException {
    planner.workspace().make();
    ExecutorService threads = Executors.newCachedThreadPool(ExperimentRunner::thread);
    try {
      Map<String, CompletableFuture<StageResult>> futures = new LinkedHashMap<>();
      for (Stage stage : stages) {
        List<CompletableFuture<StageResult>> inputs = new ArrayList<>();
        for (Reference input : stage.inputs()) {
          CompletableFuture<StageResult> before = futures.get(input.stage());
          if (before != null) {
            inputs.add(before);
          }
        }
        CompletableFuture<?>[] all = inputs.toArray(new CompletableFuture<?>[0]);
        futures.put(
            stage.name(),
            CompletableFuture.allOf(all)
                .thenApplyAsync(ready -> endOrHalt(stage, inputs), threads));
      }
      return futures.values().stream().map(CompletableFuture::join).toList().stream()
          .map(result -> done.getOrDefault(result.stage().name(), result))
          .toList();
    } finally {
      threads.shutdown();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "stage");
    thread.setDaemon(true);
    return thread;
  }

  private StageResult endOrHalt(Stage stage, List<CompletableFuture<StageResult>> inputs) {
    try {
      return end(stage, inputs);
    } catch (OutOfMemoryError e) {
      OutOfMemory.halt(e);
      throw e;
    }
  }

  private StageResult end(Stage stage, List<CompletableFuture<StageResult>> inputs) {
    List<StageResult> before = inputs.stream().map(CompletableFuture::join).toList();
    boolean blocked = before.stream().anyMatch(input -> input.finished() == null);
    boolean waits =
        before.stream().allMatch(input -> input.finished() != null || isNotWaitedFor(input.end()));
    StageResult result;
    if (blocked && waits) {
      result = new StageResult(stage, End.WAITING, null, null);
    } else if (blocked || (failed.get() && !keepGoing)) {
      result = new StageResult(stage, End.SKIPPED, null, null);
    } else {
      result = attempt(stage);
    }
    if (result.end() == End.FAILED) {
      failed.set(true);
    }
    if (!stop.isStopped() && (result.finished() != null || !early.isStopped())) {
      listener.ended(result);
    }
    return result;
  }

  private static boolean isNotWaitedFor(End end) {
    return end == End.SUBMITTED || end == End.WAITING;
  }

  private StageResult attempt(Stage stage) {
    try (StopSignal.Registration here = stop.enter()) {
      early.check();
      return work(stage);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (HandedOverException e) {
      return new StageResult(stage, End.SUBMITTED, null, e);
    } catch (Exception e) {
      return new StageResult(stage, End.FAILED, null, e);
    } catch (Error e) {
      return new StageResult(stage, End.FAILED, null, new ExecutionException(e));
    }
  }

  /**
   * Brings a stage up to date.
   *
   * @throws OutputRemovedException if {@code gc} removes what it makes or reads again and again
   */
  public StageResult work(Stage stage) throws Exception {
    boolean worked = false;
    for (int removed = 0; removed < OutputRemovedException.MOST; removed++) {
      if (removed > 0) {
        planner.forget();
        for (Stage input : planner.inputs(stage)) {
          makeAgain(input); // They may be what is gone.
        }
      }
      ExaminedStage examined = planner.examineToRun(stage);
      StageWork work = examined.work();
      if (work == null) {
        throw new IllegalStateException(stage.name() + " was begun " + examined.reason());
      }
      Attempt attempt =
          examined.state() == State.CACHED
              ? new Attempt(false, planner.keep(examined))
              : workAlone(examined);
      worked |= attempt.worked();
      if (attempt.finished().isPresent()) {
        FinishedOutput finished = attempt.finished().get();
        planner.finish(stage, finished);
        if (worked) {
          planner.checkUnchanged(stage, work.recipe());
        }
        return done(new StageResult(stage, worked ? End.DONE : End.CACHED, finished, null));
      }
    }
    throw OutputRemovedException.tooOften("stage " + stage.name());
  }

  private StageResult done(StageResult result) {
    done.merge(
        result.stage().name(),
        result,
        (before, now) ->
            new StageResult(
                now.stage(),
                before.end() == End.DONE ? End.DONE : now.end(),
                now.finished(),
                null));
    return result;
  }

  private void makeAgain(Stage input) throws Exception {
    try {
      listener.ended(work(input));
    } catch (Exception e) {
      listener.ended(new StageResult(input, End.FAILED, null, e));
      throw e;
    }
  }

  /**
   * What came of an attempt.
   *
   * @param worked whether there was anything to do
   * @param finished empty if gc has removed the output, or one that it is made from
   */
  private record Attempt(boolean worked, Optional<FinishedOutput> finished) {}

  /** Works while no other process does, or finds that another one has made the output. */
  private Attempt workAlone(ExaminedStage examined) throws Exception {
    Output output = Objects.requireNonNull(examined.output());
    LeaseWatch watch = leases.watch(output.name());
    String stage = examined.stage().name();
    JobSearch search = new JobSearch(stage, place, leases::tell);
    while (true) {
      boolean lost = false;
      atOnce.acquire();
      try {
        Optional<HeldLease> lease = leases.tryTake(watch, examined.needs(), stage);
        if (lease.isPresent()) {
          try (HeldLease held = lease.get()) {
            return workClaimed(examined, held);
          } catch (StoppedException e) {
            if (e.reason().cause() != StopSignal.Cause.LEASE_LOST) {
              throw e;
            }
            leases.tellLost(stage, e.reason().text());
            lost = true;
          } catch (ClusterSilentException e) {
            others.checkLives(stage, watch, e);
          }
        }
      } finally {
        atOnce.release();
      }
      if (place.isDetached()) {
        others.checkFree(stage, watch);
        continue;
      }
      Optional<String> job = leases.awaitFree(stage, watch, lost, search).flatMap(LeaseHolder::job);
      if (job.isPresent()) {
        try {
          Attempt attempt = workOn(examined, place.following(job.get()), new StopSignal());
          if (attempt.finished().isPresent()) {
            return attempt;
          }
        } catch (StoppedException e) {
          place.cancel(job.get()); // It may have come before the job was found.
          throw e;
        } catch (ClusterSilentException e) {
          others.checkLives(stage, watch, e);
        }
      } else if (output.locate().manifest().isPresent()) {
        return new Attempt(false, planner.keep(examined));
      }
    }
  }

  /** Works on an output that is claimed, and writes it down before the claim is given up. */
  private Attempt workClaimed(ExaminedStage examined, HeldLease held) throws Exception {
    StageWork work = Objects.requireNonNull(examined.work());
    Output output = Objects.requireNonNull(examined.output());
    if (place.isElsewhere(work)) {
      others.tellFormer(examined.stage(), output);
    }
    try {
      return workOn(examined, place.options(work, output, held), held.loss());
    } catch (HandedOverException | ClusterSilentException e) {
      held.handOver(); // The job has a claim of its own, or will have.
      throw e;
    }
  }

  /**
   * Works on an output, or follows somebody who does, and writes it down.
   *
   * @param loss comes when another process was seen to have taken over
   */
  private Attempt workOn(
      ExaminedStage examined, IntFunction<PipelineOptions> options, StopSignal loss)
      throws Exception {
    Stage stage = examined.stage();
    StageWork work = Objects.requireNonNull(examined.work());
    Output.Located now = Objects.requireNonNull(examined.output()).hold();
    boolean worked = false;
    if (now.manifest().isEmpty()) {
      if (!Planner.holdsInputs(examined)) {
        return new Attempt(false, Optional.empty());
      }
      planner.remarkFormer(examined);
      listener.started(examined);
      planner.begin(stage, work);
      StopSignal own = new StopSignal(stop);
      StopSignal end = work.units() == 0 ? early : stop;
      try (StopSignal.Registration ended = end.onStop(own::stop);
          StopSignal.Registration lost = loss.onStop(own::stop)) {
        worked = work.runUntilStopped(now.output(), options, own);
      } catch (OutputRemovedException e) {
        return new Attempt(true, Optional.empty());
      } catch (StoppedException | HandedOverException e) {
        throw e;
      } catch (Exception e) {
        if (isInputGone(examined, e)) {
          return new Attempt(true, Optional.empty());
        }
        throw e;
      }
    }
    return new Attempt(worked, planner.keep(examined));
  }

  /** Whether work failed while what it reads was removed, since its claim was silent too long. */
  private static boolean isInputGone(ExaminedStage examined, Exception failure) {
    if (failure instanceof InterruptedException) {
      return false;
    }
    try {
      return !Planner.holdsInputs(examined);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
      return false;
    }
  }
}
