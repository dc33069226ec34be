package org.shoestring.train;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.DiskSync;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.remote.LastRequest;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.record.Recipe;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ProgramWatch;
import org.shoestring.worker.Progress;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.WorkSlots;

/**
 * The work of a {@code train} stage: a command on local copies of its inputs, whose files are its
 * output. It is no Beam pipeline. Checkpoints stay where they are until the output is committed, so
 * that a command that was killed finds them when it is run again; one that ended well is not run
 * again, even if its output could not be committed. Only one process of a machine runs it at a
 * time: others wait, and find its output made.
 *
 * @param written the command as the experiment has it, for messages
 * @param command makes the shell command for the folders of its attempt
 * @param memory in bytes, what it is counted with in the budget
 * @param work the local folder of this output
 * @param remarks takes what the user should know though it is no error
 */
public record TrainWork(
    Recipe recipe,
    String written,
    Command command,
    long memory,
    Path work,
    Consumer<String> remarks)
    implements StageWork {
  /** The stage type. */
  public static final String TYPE = "train";

  /** The folder that a command leaves its output in. */
  static final String OUT = "out";

  /** How much longer than a command this process may take to notice a signal to both. */
  private static final long SIGNAL_MILLIS = 200;

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
    ShellCommand complete = command.in(held.kept("in"), out, held.kept("checkpoints"));
    Progress progress = OutputWork.on(output).progress();
    CommandLog said = new CommandLog(held);
    try (ProgramLog log = said.begin(progress::say)) {
      log.write("$ " + complete.text() + "\n");
      int code = run(complete, log, held, stop);
      stop.check(); // Whatever its code: a command that was told to end is not done.
      if (code != 0) {
        String tail = said.tail();
        said.send(output);
        throw new ProgramException(
            "command '"
                + written
                + "' ended with exit code "
                + code
                + remark(code)
                + complete.withheldRemark()
                + tail);
      }
    }
  }

  /** Runs the command, which waits for a line until it is written down as the one at work. */
  private int run(ShellCommand complete, ProgramLog log, WorkFolder held, StopSignal stop)
      throws Exception {
    Process process =
        ChildProcesses.start(complete.gatedProcessWithoutInput().redirectErrorStream(true));
    boolean endedWell = false;
    try {
      ProgramWatch watch = ProgramWatch.of(process, log);
      held.started(process.toHandle(), ChildProcesses.mark(process));
      try (OutputStream tell = process.getOutputStream()) {
        tell.write('\n');
      }
      int code = ChildProcesses.waitFor(process);
      endedWell = code == 0 && endedByItself(stop);
      List<String> left = watch.end();
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
        writeDownThatItEndedWell(held);
      }
    }
  }

  /**
   * Whether nobody told the command to end. A Ctrl-C reaches it at the same time as this process,
   * where it may take longer to be noticed.
   */
  private static boolean endedByItself(StopSignal stop) throws InterruptedException {
    Thread.sleep(SIGNAL_MILLIS);
    return !stop.isStopped();
  }

  /** Also in a thread that is being stopped: from now on, its output is only to be stored. */
  private void writeDownThatItEndedWell(WorkFolder held) {
    try {
      LastRequest.run(
          () -> {
            EndedCommand.now(recipe.key(), held.path(OUT)).write(held.path());
            return held;
          });
    } catch (IOException e) {
      remarks.accept(
          "its command finished, but this could not be noted in "
              + work
              + " ("
              + LocalFailure.shown(e)
              + "); if its output cannot be stored now, the next run starts the command again");
    }
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

  private static String remark(int code) {
    return code == 127 ? " (command not found)" : code == 126 ? " (not executable)" : "";
  }
}
