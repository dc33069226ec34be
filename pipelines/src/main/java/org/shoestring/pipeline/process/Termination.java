package org.shoestring.pipeline.process;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.shoestring.bytes.StopPatience;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.WorkSlots;

/**
 * The end of this process by Ctrl-C, SIGTERM or a closed terminal. The first signal asks all work
 * to stop, and the process ends as soon as it has; a second Ctrl-C or SIGTERM ends it at once.
 */
public final class Termination {
  /** What a stopped run tells its user. */
  public static final String STOPPED =
      "stopped. Finished work is kept: run the same command again to continue";

  private static final StopSignal STOP = new StopSignal();

  /** Comes before: what is at work may finish what it is at, but begins nothing more. */
  private static final StopSignal EARLY = new StopSignal();

  /** A process without work that has to stop ends at once; if it does not, its user is told. */
  private static final long TELL_MILLIS = 1000;

  /** What a process that ends at once takes at most to kill its programs. */
  private static final long KILL_MILLIS = 1000;

  private static final AtomicInteger CODE = new AtomicInteger();

  private static volatile int codeOfEarlyEnd = ExitCode.SIGTERM;
  private static volatile Duration toFinish = Duration.ZERO;

  private Termination() {}

  /** Handles signals from now on; one that this process was started to ignore stays ignored. */
  static void handleSignals() {
    // A closed terminal may send it twice, and systemd sends it right after SIGTERM.
    handle("HUP", ExitCode.SIGHUP, false);
    handle("INT", ExitCode.SIGINT, true);
    handle("TERM", ExitCode.SIGTERM, true);
  }

  /**
   * Handles a signal.
   *
   * @param code that the process ends with
   * @param endsAtOnce whether it ends the process at once if it is not the first
   */
  private static void handle(String name, int code, boolean endsAtOnce) {
    boolean unused = SystemSignals.handle(name, () -> came("SIG" + name, code, endsAtOnce));
  }

  /** From now on, a process that is told to end early says that it can be resumed. */
  public static void resumable() {
    codeOfEarlyEnd = ExitCode.RESUMABLE;
  }

  /**
   * From now on, units of work have this time to end after SIGTERM, before their work is stopped;
   * no further ones begin. Ctrl-C stops all at once.
   */
  public static void finishUnits(Duration patience) {
    toFinish = patience;
  }

  /**
   * Comes when the process is to end, before {@link #stop}: for work that has no units, and for
   * what would only begin.
   */
  public static StopSignal early() {
    return EARLY;
  }

  /**
   * Ends this process early, as SIGTERM does.
   *
   * @param why for people
   */
  public static void endEarly(String why) {
    came(why, ExitCode.SIGTERM, false);
  }

  /** Comes when the process is to end. */
  public static StopSignal stop() {
    return STOP;
  }

  /** The exit code of the signal that has come; 0 if none has. */
  public static int exitCode() {
    return CODE.get();
  }

  private static void came(String name, int signalCode, boolean endsAtOnce) {
    int code = signalCode == ExitCode.SIGTERM ? codeOfEarlyEnd : signalCode;
    if (!CODE.compareAndSet(0, code)) {
      if (endsAtOnce) {
        endAtOnce(code);
      }
      return;
    }
    StopSignal.Reason reason = new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, name);
    if (STOP.isAwaited()) {
      Future<?> told = Messages.begin(Termination::tell);
      EARLY.stop(reason);
      if (signalCode == ExitCode.SIGTERM) {
        finishUnits();
      }
      stop(reason);
      try {
        Messages.await(told);
      } finally {
        System.exit(code); // Whether the message could be printed or not.
      }
    } else {
      Thread told = new Thread(Termination::tellLater, "tell-stopping");
      told.setDaemon(true);
      told.start();
      EARLY.stop(reason);
      stop(reason);
    }
    System.exit(code);
  }

  /** Ends this process without its work having ended, but not without its programs. */
  private static void endAtOnce(int code) {
    Thread killing = new Thread(ChildProcesses::killAll, "kill-programs");
    killing.setDaemon(true);
    killing.start();
    try {
      killing.join(KILL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void finishUnits() {
    try {
      boolean unused = WorkSlots.end(toFinish);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(StopSignal.Reason reason) {
    STOP.stop(reason);
    boolean unused = STOP.awaitIdle(StopPatience.WORK_OF_ENDING_PROCESS);
  }

  private static void tell() {
    System.err.println("shoestring: stopping; press Ctrl-C again to end at once");
  }

  private static void tellLater() {
    try {
      Thread.sleep(TELL_MILLIS);
      Messages.print(Termination::tell);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
