package org.shoestring.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.files.DiskSync;
import org.shoestring.files.FolderWalk;
import org.shoestring.store.object.StoreException;
import org.shoestring.table.ProgramException;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.CurveMeasurements;
import org.shoestring.train.checkpoint.storage.LastAttempt;
import org.shoestring.train.checkpoint.upkeep.NextCheckpoint;
import org.shoestring.train.curve.CurveReader;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.train.process.GatedCommand;
import org.shoestring.train.process.TrainerCode;
import org.shoestring.worker.OutputPump;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.StopSignal;

/**
 * A user's own training command, without an experiment, whose checkpoints, learning curve and log
 * go to a place on the storage while it runs.
 *
 * @param local the folder that the command saves its checkpoints to; empty for one of ours
 * @param metrics how the command prints what it measures
 * @param work the local folder for what is on its way
 * @param out takes the bytes of the command's stdout, {@code err} those of its stderr
 * @param remarks takes what the user should know though it is no error
 */
public record SidecarTraining(
    Command command,
    Optional<Path> local,
    TrainingPlace place,
    CheckpointSettings settings,
    MetricFormat metrics,
    Path work,
    OutputPump.Sink out,
    OutputPump.Sink err,
    Consumer<String> remarks) {
  private static final String ENDED_WELL = "ended-well";

  /** A command that is not complete before there is a folder for its checkpoints. */
  public interface Command {
    /** The program and its arguments. */
    List<String> in(Path checkpoints);

    /** What is said of it to people, and stored: no arguments, which may be secrets. */
    String shown();
  }

  /**
   * Runs the command to its end, which must be good, in the current thread.
   *
   * @param stop comes when the command is to save and end
   * @throws org.shoestring.worker.StoppedException if it has come
   */
  public void run(StopSignal stop) throws Exception {
    try (StopSignal.Registration here = stop.enter();
        WorkFolder held = WorkFolder.take(work, remarks)) {
      runIn(held, stop);
      Optional<Path> left = local.isPresent() ? Optional.empty() : left(held);
      List<Path> aside = held.removeBut(left);
      left.ifPresent(path -> remarks.accept("what the command left is in " + path));
      aside.forEach(path -> remarks.accept(path + " is kept from an earlier run"));
    } catch (Exception e) {
      stop.checkAfter(e);
      throw e;
    }
  }

  /** Our folder, in which the command may have left more than checkpoints; empty if it is empty. */
  private static Optional<Path> left(WorkFolder held) throws IOException {
    Path folder = held.kept(TrainingAttempt.CHECKPOINTS);
    return FolderWalk.entries(folder).isEmpty() ? Optional.empty() : Optional.of(folder);
  }

  private void runIn(WorkFolder held, StopSignal stop) throws Exception {
    Path folder = local.isPresent() ? local.get() : held.kept(TrainingAttempt.CHECKPOINTS);
    if (hasEndedEarlier(held, folder)) {
      remarks.accept(
          "the command finished in an earlier run; what it left is stored now, without running it"
              + " again");
    } else {
      Files.deleteIfExists(held.path(ENDED_WELL));
      run(held, folder, stop);
    }
    tellEnd();
  }

  /** Whether the command need not run, since it has ended well here, and nobody went on since. */
  private boolean hasEndedEarlier(WorkFolder held, Path folder) throws IOException {
    if (settings.isDecided() || !Files.exists(held.path(ENDED_WELL))) {
      return false;
    }
    TrainingAttempt.saveLeft(settings, place, folder, held, remarks);
    return isFinished();
  }

  private boolean isFinished() throws IOException {
    return LastAttempt.finishing(place.checkpoints()).isPresent();
  }

  private void run(WorkFolder held, Path folder, StopSignal stop) throws Exception {
    CommandLog said = new CommandLog(held);
    TrainerProcess process = new TrainerProcess(held, () -> noteEndedWell(held), remarks);
    try (TrainingAttempt attempt =
        TrainingAttempt.begin(
            settings, metrics, process, place, folder, said, StoredLog.EVERY, stop)) {
      runCommand(held, attempt, folder, said, stop);
      attempt.endWell();
      said.send(place.output(), place.log(attempt.number()));
    }
    if (!isFinished()) { // Else the next run would start the command again.
      throw new StoreException(
          place.output().folder()
              + ": the command finished, but that cannot be noted there; run the same again: the"
              + " command is not started again then",
          null);
    }
  }

  private void runCommand(
      WorkFolder held, TrainingAttempt attempt, Path folder, CommandLog said, StopSignal stop)
      throws Exception {
    GatedCommand gated = new GatedCommand.OfUser(command.in(folder), held.path("gate"), out, err);
    TrainerCode code;
    try (ProgramLog log = said.begin(line -> {})) {
      attempt.watch(log);
      log.write("$ " + command.shown() + "\n");
      code = attempt.run(gated, log);
    }
    if (stop.isStopped()) {
      attempt.saveLast();
    }
    stop.check(); // Whatever its code: a command that was told to end is not done.
    attempt.checkSaving();
    if (!code.isGood()) {
      Optional<IOException> unsaved = attempt.endFailed(code);
      ProgramException failed =
          new ProgramException(
              command.shown()
                  + " ended with exit code "
                  + code.code()
                  + code.remark()
                  + "; "
                  + next(unsaved.isPresent()));
      unsaved.ifPresent(failed::addSuppressed);
      said.send(place.output(), place.log(attempt.number()));
      throw failed;
    }
  }

  /** What the next run does after the command has failed, for people. */
  private String next(boolean isUnsaved) {
    String again = "run the same again to continue";
    if (isUnsaved) {
      return again;
    }
    try {
      return place.checkpoints().list().checkpoints().isEmpty()
          ? "there is no checkpoint yet: the next run starts from nothing"
          : again + " from its last checkpoint";
    } catch (IOException e) {
      return again; // The command's own failure is what counts.
    }
  }

  private void tellEnd() throws IOException {
    CurveReader curve = CurveReader.of(place.curve());
    CurveMeasurements measured = new CurveMeasurements(curve, remarks);
    NextCheckpoint next = NextCheckpoint.of(place.checkpoints(), measured, curve.end());
    remarks.accept("the command finished; " + next.afterTheEnd(place.output().folder()));
  }

  /** Notes it where it was: if what it left cannot be stored now, it is not run again. */
  private static void noteEndedWell(WorkFolder held) throws IOException {
    Path note = Files.write(held.path(ENDED_WELL), new byte[0]);
    DiskSync.file(note);
    DiskSync.folder(held.path());
  }
}
