package org.shoestring.transform.unit;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.worker.StopSignal;

/**
 * The work on a unit that another worker may do at the same time. Once it takes long, the record is
 * looked for now and then, and the work is interrupted when it is there.
 */
final class UnitRace {
  private static final int LOOKS = 3;
  private static final int IDLE_SECONDS = 10;

  private final Output output;
  private final String name;
  private final AtomicReference<@Nullable UnitRecord> theirs = new AtomicReference<>();
  private final StopSignal overtaken;

  private UnitRace(Output output, String name) {
    this.output = output;
    this.name = name;
    this.overtaken = new StopSignal(OutputWork.on(output).stop());
  }

  /** The thread that looks, of this process: each look is one small request. */
  private static final class Lookout {
    static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1);

    static { // It ends when it has nothing to do: it would keep the class loader of its job.
      THREAD.setThreadFactory(
          task -> {
            Thread thread = new Thread(task, "look-for-records");
            thread.setDaemon(true);
            return thread;
          });
      THREAD.setRemoveOnCancelPolicy(true);
      THREAD.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
      THREAD.allowCoreThreadTimeOut(true);
    }
  }

  /**
   * The record that counts: that of this work, or of whoever was faster.
   *
   * @param slowMillis when to look first; then three times as often
   */
  static UnitWork.Raced run(Output output, String name, long slowMillis, UnitWork.Unit unit)
      throws Exception {
    UnitRace race = new UnitRace(output, name);
    ScheduledFuture<?> looks =
        Lookout.THREAD.scheduleWithFixedDelay(
            race::look, slowMillis, Math.max(1, slowMillis / LOOKS), TimeUnit.MILLISECONDS);
    try (StopSignal.Registration here = race.overtaken.enter()) {
      return new UnitWork.Raced(output.records().finish(name, unit.run()), false);
    } catch (Exception e) {
      UnitRecord found = race.theirs.get();
      if (found == null) {
        throw e;
      }
      return new UnitWork.Raced(found, true); // What failed was interrupted.
    } finally {
      boolean unused = looks.cancel(false);
    }
  }

  private void look() {
    if (theirs.get() != null) {
      return;
    }
    try {
      Optional<UnitRecord> found = output.records().find(name);
      if (found.isPresent()) {
        theirs.set(found.get());
        String why = "another worker was faster";
        overtaken.stop(new StopSignal.Reason(StopSignal.Cause.LEASE_LOST, why));
      }
    } catch (IOException | RuntimeException e) {
      // The next look may find it; the work itself tells what is wrong with the store.
    }
  }
}
