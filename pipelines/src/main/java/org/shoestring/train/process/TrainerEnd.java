package org.shoestring.train.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.StopSignal;

/**
 * Ends a training command when its work is to stop: it gets the signal that this process got, has
 * time to save, and is killed after that. One that somebody else continues is killed at once.
 */
public final class TrainerEnd implements Closeable {
  private static final String CTRL_C = "SIGINT";
  private static final long LOOK_MILLIS = 100;

  private final Process process;
  private final boolean inGroup;
  private final Duration grace;
  private final Consumer<String> remarks;
  private final StopSignal.Registration registration;
  private volatile @Nullable Thread thread;
  private volatile @Nullable Instant saved;

  /**
   * Listens to a signal until it is closed.
   *
   * @param inGroup whether the command has a group of processes of its own
   * @param grace how long it has to save; empty if others kill it
   */
  public TrainerEnd(
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
    Thread ending = new Thread(() -> end(why), "end-trainer");
    ending.setDaemon(true);
    ending.start();
    thread = ending;
  }

  private void end(StopSignal.Reason why) {
    try {
      if (why.cause() == StopSignal.Cause.INTERRUPTED) {
        remarks.accept(
            why.text() + ": the command has " + grace.toSeconds() + " s to save a checkpoint");
        Instant sent = Instant.now();
        signal(why.text().equals(CTRL_C));
        if (hasEnded()) {
          List<String> left = ChildProcesses.killLeft(process); // In groups of their own.
          saved = inGroup && left.isEmpty() ? sent : null;
        } else {
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

  /**
   * Waits for the end of the command and of all that it has started, for as long as it has to save:
   * a shell in front of a program ends at once.
   */
  private boolean hasEnded() throws IOException, InterruptedException {
    long until = System.nanoTime() + grace.toNanos();
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    while (inGroup && ProcessGroup.isAlive(process)) {
      if (System.nanoTime() > until) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /** Waits until the command has had its time to save, if its work is to stop. */
  public void await() throws InterruptedException {
    Thread ending = thread;
    if (ending != null) {
      ending.join();
    }
  }

  /** When it was told to end, if it and all that it started then ended by itself, in its time. */
  public Optional<Instant> savedAfter() {
    return Optional.ofNullable(saved);
  }

  private void signal(boolean ctrlC) throws IOException, InterruptedException {
    boolean sent = inGroup && ProcessGroup.signal(process, ctrlC ? "INT" : "TERM");
    if (!sent && (inGroup || !ctrlC)) { // Without a group, a terminal sends Ctrl-C to all.
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  @Override
  public void close() {
    registration.close();
  }
}
