package org.shoestring.train;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.shoestring.bytes.Interrupts;
import org.shoestring.train.checkpoint.TrainingCheckpoints;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.Measured;
import org.shoestring.train.curve.CheckpointMoment;
import org.shoestring.train.curve.CheckpointValues;
import org.shoestring.train.curve.CurveWriter;
import org.shoestring.worker.StopSignal;

/** What goes with the checkpoints that are saved: the learning curve before, the log after them. */
final class SavingListener implements TrainingCheckpoints.Listener {
  /** A command may save before it measures, but not again and again. */
  private static final int PATIENCE = 3;

  private final int attempt;
  private final CurveWriter curve;
  private final Optional<String> wanted;
  private final StoredLog log;
  private final BooleanSupplier isRunning;
  private final Consumer<String> remarks;
  private final StopSignal stop;
  private final StopSignal ending;
  private final AtomicInteger saved = new AtomicInteger();
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * A listener.
   *
   * @param wanted the metric that decides which checkpoints are kept; empty if none does
   * @param isRunning whether the command runs now
   * @param stop that of the work
   * @param ending that of the command
   */
  SavingListener(
      int attempt,
      CurveWriter curve,
      Optional<String> wanted,
      StoredLog log,
      BooleanSupplier isRunning,
      Consumer<String> remarks,
      StopSignal stop,
      StopSignal ending) {
    this.attempt = attempt;
    this.curve = curve;
    this.wanted = wanted;
    this.log = log;
    this.isRunning = isRunning;
    this.remarks = remarks;
    this.stop = stop;
    this.ending = ending;
  }

  @Override
  public boolean isRunning() {
    return isRunning.getAsBoolean();
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
    log.ask();
  }

  /** Says so once if the command has not printed the metric that decides what is kept. */
  void tellMissing() {
    Optional<String> missing = wanted.flatMap(curve::missing);
    if (missing.isPresent() && !told.getAndSet(true)) {
      remarks.accept(missing.get());
    }
  }

  @Override
  public void superseded(String by) {
    log.breakOff();
    stop.stop(new StopSignal.Reason(StopSignal.Cause.LEASE_LOST, by));
  }

  @Override
  public void broken(String why) {
    ending.stop(new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, why));
  }
}
