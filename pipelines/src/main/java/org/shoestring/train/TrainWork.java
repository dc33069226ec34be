package org.shoestring.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.DiskSync;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.record.Recipe;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.train.process.GatedCommand;
import org.shoestring.train.process.TrainerCode;
import org.shoestring.train.stream.StreamedInput;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.WorkSlots;

/**
 * The work of a {@code train} stage: a command on local copies of its inputs, whose files are its
 * output. It is no Beam pipeline. Checkpoints go to the storage while it runs, so that a command
 * that was killed finds the newest when it is run again, wherever that is; one that ended well is
 * not run again, even if its output could not be committed. Only one process of a machine runs it
 * at a time: others wait, and find its output made.
 *
 * @param written the command as the experiment has it, for messages
 * @param command makes the shell command for the folders of its attempt
 * @param memory in bytes, what it is counted with in the budget
 * @param work the local folder of this output
 * @param streamed the input that is served while the command runs; empty if all are copies
 * @param checkpoints how those that the command writes are saved; empty if it writes none
 * @param metrics how the command prints what it measures
 * @param remarks takes what the user should know though it is no error
 */
public record TrainWork(
    Recipe recipe,
    String written,
    Command command,
    long memory,
    Path work,
    Optional<StreamedInput> streamed,
    Optional<CheckpointSettings> checkpoints,
    MetricFormat metrics,
    Consumer<String> remarks)
    implements StageWork {
  /** The stage type. */
  public static final String TYPE = "train";

  /** The folder that a command leaves its output in. */
  static final String OUT = "out";

  /** A command that is not complete before there are folders for it. */
  public interface Command {
    /**
     * The command, ready to be started.
     *
     * @param copies where local copies of inputs go
     * @param out where its output is taken from
     * @param checkpoints what it finds again after it was killed
     */
    ShellCommand in(Path copies, Path out, Path checkpoints) throws IOException;
  }

  @Override
  public int units() {
    return 0;
  }

  @Override
  public long inputBytes() {
    return 0;
  }

  @Override
  public boolean run(Output output, IntFunction<PipelineOptions> options, StopSignal stop)
      throws Exception {
    try (WorkFolder held = WorkFolder.take(work, remarks)) {
      boolean missing = output.manifest().isEmpty();
      if (missing) {
        make(output, held, stop);
      }
      remove(held);
      return missing;
    }
  }

  /** The output exists; what cannot be removed takes space, but is no reason to fail. */
  private void remove(WorkFolder held) {
    try {
      for (Path aside : held.remove()) {
        remarks.accept(aside + " is kept from an earlier run; remove it if you do not need it");
      }
    } catch (IOException | UncheckedIOException e) {
      remarks.accept(work + " could not be removed: " + e.getMessage());
    }
  }

  private void make(Output output, WorkFolder held, StopSignal stop) throws Exception {
    try (WorkSlots.Slot slot = WorkSlots.take(memory)) {
      if (hasEndedEarlier(held)) {
        remarks.accept(
            "its command finished in an earlier run; its output is stored now, without running it again");
        if (checkpoints.isPresent()) {
          TrainingPlace place = TrainingPlace.ofKey(output, recipe.key());
          Path saved = held.path(TrainingAttempt.CHECKPOINTS);
          TrainingAttempt.saveLeft(checkpoints.get(), place, saved, held, remarks);
        }
      } else {
        run(output, held, stop);
      }
      CommandOutput left = new CommandOutput(recipe, written, held, remarks);
      left.commit(output, onDisk(held, stop));
    }
  }

  /** Whether the command need not run, since what it left is still there, as it left it. */
  private boolean hasEndedEarlier(WorkFolder held) throws IOException {
    Optional<String> fault;
    try {
      Optional<EndedCommand> ended = EndedCommand.read(held.path());
      if (ended.isEmpty()) {
        return false;
      }
      fault = ended.get().fault(recipe.key(), held.path(OUT));
    } catch (BadDataException e) {
      fault = Optional.of("the note of that is damaged");
    }
    if (fault.isEmpty()) {
      return true;
    }
    Optional<Path> aside = held.setAside(OUT);
    remarks.accept(
        "its command finished in an earlier run, but "
            + fault.get()
            + "; "
            + aside.map(kept -> "what is there is kept in " + kept + ", and ").orElse("")
            + "the command runs again");
    return false;
  }

  /** Runs the command to its end, which must be good. */
  private void run(Output output, WorkFolder held, StopSignal stop) throws Exception {
    EndedCommand.forget(held.path());
    Path out = held.emptied(OUT);
    CommandLog said = new CommandLog(held);
    InputStreaming input = new InputStreaming(streamed, stop, remarks);
    TrainerProcess.Note note =
        () -> {
          if (input.endedWell()) {
            EndedCommand.now(recipe.key(), out).write(held.path());
          }
        };
    TrainerProcess process = new TrainerProcess(held, note, remarks);
    Path saved = held.kept(TrainingAttempt.CHECKPOINTS);
    TrainingPlace place = TrainingPlace.ofKey(output, recipe.key());
    Optional<TrainingAttempt> attempt =
        checkpoints.isEmpty()
            ? Optional.empty()
            : Optional.of(
                TrainingAttempt.begin(
                    checkpoints.get(),
                    metrics,
                    process,
                    place,
                    saved,
                    said,
                    StoredLog.EVERY,
                    stop));
    try (StoredLog stored = storedLog(attempt, said, output)) {
      ShellCommand complete = command.in(held.kept("in"), out, saved);
      GatedCommand gated = new GatedCommand.OfStage(complete);
      TrainerCode code;
      try (ProgramLog log = said.begin(OutputWork.on(output).progress()::say)) {
        if (attempt.isPresent()) {
          attempt.get().watch(log);
        }
        log.write("$ " + complete.text() + "\n");
        code =
            input.serve(
                held.kept("in"),
                attempt,
                () ->
                    attempt.isPresent()
                        ? attempt.get().run(gated, log)
                        : process.run(gated, log, (bytes, length) -> {}, stop, Optional.empty()));
      }
      if (stop.isStopped() && attempt.isPresent()) {
        attempt.get().saveLast();
      }
      stop.check(); // Whatever its code: a command that was told to end is not done.
      Optional<Exception> unread = input.fault(code, written, said.tail());
      if (unread.isPresent()) {
        if (attempt.isPresent()) {
          attempt
              .get()
              .endFailed("its input: " + unread.get().getMessage())
              .ifPresent(unread.get()::addSuppressed);
        }
        throw sent(unread.get(), stored, said, output);
      }
      if (attempt.isPresent()) {
        attempt.get().checkSaving();
      }
      if (!code.isGood()) {
        ProgramException failed = failed(code, complete, input.hint(), said);
        if (attempt.isPresent()) {
          attempt.get().endFailed(code).ifPresent(failed::addSuppressed);
        }
        stored.close();
        said.send(output, CommandLog.NAME);
        throw failed;
      }
      if (attempt.isPresent()) {
        attempt.get().endWell();
        attempt.get().tellNothingThere();
      }
    } finally {
      attempt.ifPresent(TrainingAttempt::close);
    }
  }

  /** That of the attempt, or one for a command that saves no checkpoints. */
  private StoredLog storedLog(Optional<TrainingAttempt> attempt, CommandLog said, Output output) {
    return attempt
        .map(TrainingAttempt::storedLog)
        .orElseGet(() -> StoredLog.start(said, output, CommandLog.NAME, StoredLog.EVERY, remarks));
  }

  /** Sends the log of a command whose input has failed: most often the store has, too. */
  private static Exception sent(
      Exception failed, StoredLog stored, CommandLog said, Output output) {
    stored.close();
    try {
      said.send(output, CommandLog.NAME);
    } catch (IOException e) {
      failed.addSuppressed(e);
    }
    return failed;
  }

  private ProgramException failed(
      TrainerCode code, ShellCommand complete, String hint, CommandLog said) throws IOException {
    String tail = said.tail();
    return new ProgramException(
        "command '"
            + written
            + "' ended with exit code "
            + code.code()
            + code.remark()
            + complete.withheldRemark()
            + hint
            + tail);
  }

  /**
   * What the command left, put on the disk: what can be stored only after a power cut is whole
   * then. If that fails, it can still be stored now.
   */
  private EndedCommand onDisk(WorkFolder held, StopSignal stop) throws Exception {
    Path out = held.path(OUT);
    Optional<EndedCommand> noted = EndedCommand.read(held.path());
    if (noted.isEmpty()) {
      return EndedCommand.now(recipe.key(), out);
    }
    EndedCommand ended = noted.get();
    if (ended.start().isEmpty()) {
      return ended;
    }
    try {
      DiskSync.tree(out);
      ended.onDisk().write(held.path());
      return ended.onDisk();
    } catch (IOException e) {
      stop.checkAfter(e);
      remarks.accept(
          "what its command left could not be put on the disk ("
              + LocalFailure.shown(e)
              + "); if its output cannot be stored before this machine restarts, the next run starts"
              + " the command again");
      return ended;
    }
  }
}
