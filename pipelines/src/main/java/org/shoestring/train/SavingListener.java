package org.shoestring.train;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.table.Output;
import org.shoestring.train.checkpoint.Checkpoint;
import org.shoestring.train.checkpoint.Measured;
import org.shoestring.train.checkpoint.TrainingCheckpoints;
import org.shoestring.train.curve.CheckpointMoment;
import org.shoestring.train.curve.CheckpointValues;
import org.shoestring.train.curve.CurveWriter;
import org.shoestring.worker.StopSignal;

/**
 * What follows a saved checkpoint: the log goes to the storage too, at least every five minutes.
 */
final class SavingListener implements TrainingCheckpoints.Listener {
  private static final Duration LOG_EVERY = Duration.ofMinutes(5);

  private final Output output;
  private final int attempt;
  private final CurveWriter curve;
  private final CommandLog said;
  private final Consumer<String> remarks;
  private final StopSignal stop;
  private final AtomicLong sent = new AtomicLong(System.nanoTime());

  SavingListener(
      Output output,
      int attempt,
      CurveWriter curve,
      CommandLog said,
      Consumer<String> remarks,
      StopSignal stop) {
    this.output = output;
    this.attempt = attempt;
    this.curve = curve;
    this.said = said;
    this.remarks = remarks;
    this.stop = stop;
  }

  @Override
  public Measured measured(OptionalLong step, Instant complete) {
    CheckpointValues found = curve.values(new CheckpointMoment(attempt, step, complete));
    return new Measured(found.values(), found.hasBadLoss());
  }

  @Override
  public void saved(Checkpoint checkpoint) {
    curve.flush();
    sendLog();
  }

  @Override
  public void looked() {
    if (System.nanoTime() - sent.get() >= LOG_EVERY.toNanos()) {
      sendLog();
    }
  }

  private void sendLog() {
    sent.set(System.nanoTime());
    try {
      said.sendSoFar(output);
    } catch (IOException e) {
      remarks.accept("the log cannot be stored now: " + LocalFailure.shown(e));
    }
  }

  @Override
  public void superseded(String by) {
    stop.stop(new StopSignal.Reason(StopSignal.Cause.LEASE_LOST, by));
  }
}
