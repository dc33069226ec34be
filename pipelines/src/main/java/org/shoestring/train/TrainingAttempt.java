package org.shoestring.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.bytes.StopPatience;
import org.shoestring.files.HostName;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.remote.LastRequest;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.TrainingCheckpoints;
import org.shoestring.train.checkpoint.UnsavedCheckpoints;
import org.shoestring.train.checkpoint.storage.SupersededException;
import org.shoestring.train.curve.CurveReader;
import org.shoestring.train.curve.CurveWriter;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.train.process.GatedCommand;
import org.shoestring.train.process.OutsideFailure;
import org.shoestring.train.process.TrainerCode;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.StopSignal;

/** One start of a command that saves checkpoints, with what goes to the storage while it runs. */
final class TrainingAttempt implements Closeable {
  /** The folder that the command saves to. */
  static final String CHECKPOINTS = "checkpoints";

  /** The folder for files on their way. */
  private static final String SCRATCH = "attempt";

  /** A launcher prints many lines behind those of the command that failed. */
  private static final int TOLD = 200;

  private final CheckpointSettings settings;
  private final TrainerProcess process;
  private final TrainingCheckpoints checkpoints;
  private final CurveWriter curve;
  private final SavingListener listener;
  private final StoredLog storedLog;
  private final Consumer<String> remarks;
  private final StopSignal stop;

  /** Tells the command to end: the work is to stop, or nothing can be saved any more. */
  private final StopSignal ending;

  private final StopSignal.Registration stopped;

  private TrainingAttempt(
      CheckpointSettings settings,
      TrainerProcess process,
      TrainingCheckpoints checkpoints,
      CurveWriter curve,
      SavingListener listener,
      StoredLog storedLog,
      StopSignal stop,
      StopSignal ending) {
    this.settings = settings;
    this.process = process;
    this.checkpoints = checkpoints;
    this.curve = curve;
    this.listener = listener;
    this.remarks = process.remarks();
    this.storedLog = storedLog;
    this.stop = stop;
    this.ending = ending;
    this.stopped = stop.onStop(ending::stop);
  }

  /**
   * Begins an attempt: what it continues from is in the folder for checkpoints then.
   *
   * @param metrics how the command prints what it measures
   * @param process that runs it
   * @param folder that the command saves its checkpoints to
   * @param said what it prints
   * @param logEvery how often that goes to the storage
   */
  static TrainingAttempt begin(
      CheckpointSettings settings,
      MetricFormat metrics,
      TrainerProcess process,
      TrainingPlace place,
      Path folder,
      CommandLog said,
      Duration logEvery,
      StopSignal stop)
      throws IOException {
    Consumer<String> remarks = process.remarks();
    TrainingCheckpoints checkpoints =
        TrainingCheckpoints.begin(
            place.checkpoints(),
            folder,
            process.held().kept(SCRATCH),
            settings,
            HostName.get(),
            CurveReader.of(place.curve()),
            remarks);
    CurveWriter curve =
        CurveWriter.start(place.curve(), checkpoints.number(), metrics, stop, remarks);
    StoredLog log =
        StoredLog.start(said, place.output(), place.log(checkpoints.number()), logEvery, remarks);
    StopSignal ending = new StopSignal(stop);
    SavingListener listener =
        new SavingListener(
            checkpoints.number(),
            curve,
            settings.keep().by(),
            log,
            process::isRunning,
            remarks,
            stop,
            ending);
    return new TrainingAttempt(settings, process, checkpoints, curve, listener, log, stop, ending);
  }

  /**
   * Saves what a command that ended well in an earlier run has left, as far as it is to stay.
   *
   * @param folder that the command saves its checkpoints to
   */
  static void saveLeft(
      CheckpointSettings settings,
      TrainingPlace place,
      Path folder,
      WorkFolder held,
      Consumer<String> remarks)
      throws IOException {
    UnsavedCheckpoints.save(
        place.checkpoints(),
        folder,
        held.kept(SCRATCH),
        settings,
        HostName.get(),
        CurveReader.of(place.curve()),
        remarks);
  }

  /** The copy of what the command prints. */
  StoredLog storedLog() {
    return storedLog;
  }

  /** Its number, counted from 1. */
  int number() {
    return checkpoints.number();
  }

  /** Tells what the command continues from, and saves what it writes from now on. */
  void watch(ProgramLog log) throws IOException {
    String beginning = checkpoints.beginning();
    remarks.accept(beginning);
    log.write("# " + beginning + "\n");
    checkpoints.watch(listener);
  }

  /**
   * Runs the command. It gets time to save when the work is to stop, so it runs in another thread,
   * which is not interrupted then.
   *
   * @return what it ended with
   */
  TrainerCode run(GatedCommand complete, ProgramLog log) throws IOException {
    Duration grace = settings.grace();
    try (StopSignal.Registration time = stop.needing(grace.plus(StopPatience.STOP))) {
      return LastRequest.run(() -> process.run(complete, log, curve, ending, Optional.of(grace)));
    } finally {
      checkpoints.trainerEnded(process.ending());
    }
  }

  /** Saves what the command has left and said when it was told to end. */
  void saveLast() {
    StopSignal.Reason why = stop.reason().orElseThrow();
    if (why.cause() != StopSignal.Cause.INTERRUPTED) {
      return; // Another attempt has begun.
    }
    try (StopSignal.Registration time = stop.needing(settings.patience())) {
      remarks.accept(LastRequest.run(() -> checkpoints.endStopped(why.text())));
      sendLastWords();
    } catch (SupersededException e) {
      tellSuperseded(e);
    } catch (IOException e) {
      remarks.accept(
          "its last checkpoint could not be saved ("
              + LocalFailure.shown(e)
              + "); it lies in "
              + checkpoints.folder()
              + ", and the next run on this machine continues from it");
    }
  }

  /** Sends the log when the command has ended because it was told to. */
  private void sendLastWords() throws IOException {
    StoredLog unused =
        LastRequest.run(
            () -> {
              storedLog.sendLast();
              return storedLog;
            });
  }

  /**
   * Fails if the command was told to end because nothing could be saved any more; what it has left
   * is saved, if that works again.
   */
  void checkSaving() throws IOException, InterruptedException {
    if (ending.isStopped() && !stop.isStopped()) {
      try {
        checkpoints.endFailed(false, "checkpoints could not be saved");
      } finally {
        sendLastWords();
      }
    }
  }

  /** Ends it after the command has ended well. */
  void endWell() throws IOException, InterruptedException {
    listener.tellMissing();
    checkpoints.endWell();
    storedLog.close();
  }

  /** Says after a good end that no checkpoint was saved, if the user expects some. */
  void tellNothingThere() {
    checkpoints.tellNothingThere();
  }

  /** Tells the command to end, which gets time to save. */
  void end(String why) {
    ending.stop(new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, why));
  }

  /**
   * Ends it after the command has failed, and saves what it has left.
   *
   * @return why that could not be saved, which was said; empty if it was
   */
  Optional<IOException> endFailed(TrainerCode code) throws InterruptedException {
    Optional<String> outside = Optional.empty();
    if (code.isOwnFailure()) {
      try {
        outside =
            OutsideFailure.of(storedLog.last(TOLD), checkpoints.folder(), checkpoints.bytes());
      } catch (IOException e) {
        remarks.accept("what the command printed last cannot be read: " + LocalFailure.shown(e));
      }
    }
    return endFailed(
        code.isOwnFailure() && outside.isEmpty(),
        "exit code " + code.code() + outside.map(what -> ": " + what).orElse(""));
  }

  /**
   * The same if the command is not to blame.
   *
   * @param why for people
   */
  Optional<IOException> endFailed(String why) throws InterruptedException {
    return endFailed(false, why);
  }

  private Optional<IOException> endFailed(boolean own, String text) throws InterruptedException {
    listener.tellMissing();
    try {
      checkpoints.endFailed(own, text);
      return Optional.empty();
    } catch (SupersededException e) {
      tellSuperseded(e);
      return Optional.of(e);
    } catch (IOException e) {
      remarks.accept("its last checkpoint could not be saved: " + LocalFailure.shown(e));
      return Optional.of(e);
    } finally {
      storedLog.close();
    }
  }

  private void tellSuperseded(SupersededException by) {
    remarks.accept(by.getMessage() + "; what was not saved lies in " + checkpoints.folder());
  }

  @Override
  public void close() {
    stopped.close();
    storedLog.close();
    curve.close();
    checkpoints.close();
  }
}
