package org.shoestring.train;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.StopSignal;

/**
 * Ends a training command when its work is to stop: it gets the signal that this process got, has
 * time to save, and is killed after that. One that somebody else continues is killed at once.
 */
final class TrainerEnd implements Closeable {
  private static final String CTRL_C = "SIGINT";

  private final Process process;
  private final boolean inGroup;
  private final Duration grace;
  private final Consumer<String> remarks;
  private final StopSignal.Registration registration;

  /**
   * Listens to a signal until it is closed.
   *
   * @param inGroup whether the command has a group of processes of its own
   * @param grace how long it has to save; empty if others kill it
   */
  TrainerEnd(
      Process process,
      boolean inGroup,
      Optional<Duration> grace,
      StopSignal stop,
      Consumer<String> remarks) {
    this.process = process;
    this.inGroup = inGroup;
    this.grace = grace.orElse(Duration.ZERO);
    this.remarks = remarks;
    this.registration = grace.isEmpty() ? () -> {} : stop.onStop(this::begin);
  }

  private void begin(StopSignal.Reason why) {
    Thread thread = new Thread(() -> end(why), "end-trainer");
    thread.setDaemon(true);
    thread.start();
  }

  private void end(StopSignal.Reason why) {
    try {
      if (why.cause() == StopSignal.Cause.INTERRUPTED) {
        remarks.accept(
            why.text() + ": its command has " + grace.toSeconds() + " s to save a checkpoint");
        signal(why.text().equals(CTRL_C));
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
          remarks.accept(
              "its command was killed: it was still running "
                  + grace.toSeconds()
                  + " s after the signal");
        }
      }
    } catch (IOException e) {
      remarks.accept("its command could not be given the signal: " + LocalFailure.shown(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ChildProcesses.kill(process);
    }
  }

  private void signal(boolean ctrlC) throws IOException, InterruptedException {
    if (inGroup) {
      ProcessGroup.signal(process, ctrlC ? "INT" : "TERM");
    } else if (!ctrlC) { // A terminal sends Ctrl-C to all.
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  @Override
  public void close() {
    registration.close();
  }
}
