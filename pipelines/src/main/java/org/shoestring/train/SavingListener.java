package org.shoestring.train;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.table.Output;
import org.shoestring.train.checkpoint.Checkpoint;
import org.shoestring.train.checkpoint.TrainingCheckpoints;
import org.shoestring.worker.StopSignal;

/**
 * What follows a saved checkpoint: the log goes to the storage too, at least every five minutes.
 */
final class SavingListener implements TrainingCheckpoints.Listener {
  private static final Duration LOG_EVERY = Duration.ofMinutes(5);

  private final Output output;
  private final CommandLog said;
  private final Consumer<String> remarks;
  private final StopSignal stop;
  private final AtomicLong sent = new AtomicLong(System.nanoTime());

  SavingListener(Output output, CommandLog said, Consumer<String> remarks, StopSignal stop) {
    this.output = output;
    this.said = said;
    this.remarks = remarks;
    this.stop = stop;
  }

  @Override
  public void saved(Checkpoint checkpoint) {
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
