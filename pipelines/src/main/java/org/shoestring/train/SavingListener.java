package org.shoestring.train;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.shoestring.bytes.Interrupts;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.remote.LastRequest;
import org.shoestring.train.checkpoint.TrainingCheckpoints;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.Measured;
import org.shoestring.train.curve.CheckpointMoment;
import org.shoestring.train.curve.CheckpointValues;
import org.shoestring.train.curve.CurveWriter;
import org.shoestring.worker.StopSignal;

/**
 * What follows a saved checkpoint: the log goes to the storage too, at least every five minutes.
 */
final class SavingListener implements TrainingCheckpoints.Listener {
  /** A command may save before it measures, but not again and again. */
  private static final int PATIENCE = 3;

  private static final Duration LOG_EVERY = Duration.ofMinutes(5);

  private final TrainingPlace place;
  private final int attempt;
  private final CurveWriter curve;
  private final Optional<String> wanted;
  private final CommandLog said;
  private final Consumer<String> remarks;
  private final StopSignal stop;
  private final AtomicInteger saved = new AtomicInteger();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean isOver;
  private final AtomicLong sent = new AtomicLong(System.nanoTime());

  /**
   * A listener.
   *
   * @param wanted the metric that decides which checkpoints are kept; empty if none does
   */
  SavingListener(
      TrainingPlace place,
      int attempt,
      CurveWriter curve,
      Optional<String> wanted,
      CommandLog said,
      Consumer<String> remarks,
      StopSignal stop) {
    this.place = place;
    this.attempt = attempt;
    this.curve = curve;
    this.wanted = wanted;
    this.said = said;
    this.remarks = remarks;
    this.stop = stop;
  }

  @Override
  public Measured measured(OptionalLong step, Instant complete) {
    curve.flush(); // While the checkpoint is on its way.
    CheckpointValues found = curve.values(new CheckpointMoment(attempt, step, complete));
    return new Measured(found.values(), found.hasBadLoss());
  }

  @Override
  public OptionalLong takeLowestStep() {
    return curve.takeLowestStep();
  }

  /** Whoever continues from the checkpoint has the curve up to it. */
  @Override
  public void sent() throws IOException {
    try {
      curve.awaitStored();
    } catch (InterruptedException e) {
      throw Interrupts.stopped("stopped", e);
    }
  }

  @Override
  public void saved(Checkpoint checkpoint) {
    if (saved.incrementAndGet() == PATIENCE) {
      tellMissing();
    }
    sendLog();
  }

  @Override
  public void looked() {
    if (System.nanoTime() - sent.get() >= LOG_EVERY.toNanos()) {
      sendLog();
    }
  }

  /** Says so once if the command has not printed the metric that decides what is kept. */
  void tellMissing() {
    Optional<String> missing = wanted.flatMap(curve::missing);
    if (missing.isPresent() && !told.getAndSet(true)) {
      remarks.accept(missing.get());
    }
  }

  /** Sends the log when the command has ended because it was told to. */
  void sendLastWords() throws IOException {
    LastRequest.run(
        () -> {
          said.sendSoFar(place.output(), place.log(attempt));
          return said;
        });
  }

  private void sendLog() {
    sent.set(System.nanoTime());
    try {
      said.sendSoFar(place.output(), place.log(attempt));
    } catch (IOException e) {
      if (isOver) {
        return; // It was broken off; the whole log is stored at the end.
      }
      remarks.accept("the log cannot be stored now: " + LocalFailure.shown(e));
    }
  }

  /** Expects that what is on its way is broken off. */
  void expectTheEnd() {
    isOver = true;
  }

  @Override
  public void superseded(String by) {
    isOver = true;
    stop.stop(new StopSignal.Reason(StopSignal.Cause.LEASE_LOST, by));
  }
}
