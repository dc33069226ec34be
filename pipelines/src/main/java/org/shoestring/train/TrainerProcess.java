package org.shoestring.train;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.remote.LastRequest;
import org.shoestring.train.checkpoint.local.TrainerEnding;
import org.shoestring.train.process.GatedCommand;
import org.shoestring.train.process.ProcessGroup;
import org.shoestring.train.process.TrainerCode;
import org.shoestring.train.process.TrainerEnd;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.OutputPump;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ProgramWatch;
import org.shoestring.worker.StopSignal;

/**
 * A training command at work. That it ended well, by itself, is written down before anything else.
 */
final class TrainerProcess {
  /** How much longer than a command this process may take to notice a signal to both. */
  private static final long SIGNAL_MILLIS = 200;

  /** The same if a signal ended the command: a machine that shuts down sends it to one by one. */
  private static final long OWN_SIGNAL_MILLIS = 2000;

  private static final long LOOK_MILLIS = 20;

  private final WorkFolder held;
  private final Note note;
  private final Consumer<String> remarks;
  private volatile @Nullable Process running;
  private volatile TrainerEnding ending = TrainerEnding.SUDDEN;

  /** Writes down that a command has ended well. */
  interface Note {
    void write() throws IOException;
  }

  /**
   * One that is to run.
   *
   * @param held the local folder that it works in
   * @param note writes down there that it has ended well
   * @param remarks takes what the user should know though it is no error
   */
  TrainerProcess(WorkFolder held, Note note, Consumer<String> remarks) {
    this.held = held;
    this.note = note;
    this.remarks = remarks;
  }

  WorkFolder held() {
    return held;
  }

  Consumer<String> remarks() {
    return remarks;
  }

  boolean isRunning() {
    Process process = running;
    return process != null && process.isAlive();
  }

  /** How it ended, as far as that tells what it has written to its end. */
  TrainerEnding ending() {
    return ending;
  }

  /**
   * Runs a command, which waits until it is written down as the one at work.
   *
   * @param also takes what it prints, too
   * @param grace how long it has to save when the work is to stop; empty if it saves nothing, and
   *     the current thread is interrupted then
   * @return what it ended with
   */
  TrainerCode run(
      GatedCommand complete,
      ProgramLog log,
      OutputPump.Sink also,
      StopSignal stop,
      Optional<Duration> grace)
      throws Exception {
    ProcessBuilder builder = complete.process();
    boolean inGroup = grace.isPresent() && ProcessGroup.begin(builder);
    Process process = ChildProcesses.start(builder);
    boolean endedWell = false;
    try (TrainerEnd end = new TrainerEnd(process, inGroup, grace, stop, remarks)) {
      ProgramWatch watch = complete.watch(process, log, also);
      held.started(process.toHandle(), ChildProcesses.mark(process));
      running = process;
      complete.open(process, !stop.isStopped());
      TrainerCode code = new TrainerCode(ChildProcesses.waitFor(process));
      endedWell = endedByItself(code, stop) && code.isGood();
      end.await();
      List<String> left = watch.end();
      if (left.isEmpty()) { // Else what was killed may have been writing.
        ending = ending(code, endedWell, end);
      }
      if (!left.isEmpty()) {
        remarks.accept(
            "its command ended and left running "
                + String.join(", ", left)
                + ", which was killed; let the command wait for what it starts");
      }
      return code;
    } finally {
      ChildProcesses.kill(process); // From here on, nothing writes to {out} any more.
      if (endedWell) {
        writeDownThatItEndedWell();
      }
    }
  }

  private static TrainerEnding ending(TrainerCode code, boolean endedWell, TrainerEnd end) {
    Optional<Instant> signal = end.savedAfter();
    if (endedWell || (signal.isPresent() && code.isGood())) {
      return TrainerEnding.WELL;
    }
    return signal.isPresent() && code.wasAskedToEnd()
        ? TrainerEnding.afterSignal(signal.get())
        : TrainerEnding.SUDDEN;
  }

  /**
   * Whether nobody told the command to end. A Ctrl-C reaches it at the same time as this process,
   * where it may take longer to be noticed.
   */
  private static boolean endedByItself(TrainerCode code, StopSignal stop)
      throws InterruptedException {
    long patience = code.wasAskedToEnd() ? OWN_SIGNAL_MILLIS : SIGNAL_MILLIS;
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    while (!stop.isStopped() && System.nanoTime() < until) {
      Thread.sleep(LOOK_MILLIS);
    }
    return !stop.isStopped();
  }

  /** Also in a thread that is being stopped: from now on, its output is only to be stored. */
  private void writeDownThatItEndedWell() {
    try {
      LastRequest.run(
          () -> {
            note.write();
            return held;
          });
    } catch (IOException e) {
      remarks.accept(
          "its command finished, but this could not be noted in "
              + held.path()
              + " ("
              + LocalFailure.shown(e)
              + "); if its output cannot be stored now, the next run starts the command again");
    }
  }
}
