package org.shoestring.train;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.files.FileModes;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.ChangedFileException;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.StoredFile;
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

  /** The folder in that of an output's work where what its program says is kept for a while. */
  private static final String LOGS = "log";

  private static final String LOG = "log";
  private static final int NAMED = 10;
  private static final int TAIL_LINES = 30;
  private static final int TAIL_BYTES = 1 << 16;

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
      held.remove();
    } catch (IOException | UncheckedIOException e) {
      remarks.accept(work + " could not be removed: " + e.getMessage());
    }
  }

  private void make(Output output, WorkFolder held, StopSignal stop) throws Exception {
    try (WorkSlots.Slot slot = WorkSlots.take(memory)) {
      Path out = held.path("out");
      if (held.hasEndedWell(recipe.key()) && Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
        remarks.accept(
            "its command finished in an earlier run; its output is stored now, without running it again");
      } else {
        run(output, held, stop);
      }
      commit(output, out, held);
    }
  }

  /** Runs the command to its end, which must be good. */
  private void run(Output output, WorkFolder held, StopSignal stop) throws Exception {
    held.forget();
    Path out = held.emptied("out");
    ShellCommand complete = command.in(held.kept("in"), out, held.kept("checkpoints"));
    Progress progress = OutputWork.on(output).progress();
    try (ProgramLog log = new ProgramLog(log(held), progress::say)) {
      log.write("$ " + complete.text() + "\n");
      int code = run(complete, log, held);
      stop.check(); // A command that ends after that was told to: it is not done, whatever its
      // code.
      if (code != 0) {
        String tail = tail(held);
        putLog(output, held);
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
    writeDownThatItEndedWell(out, held);
  }

  /** What is done cannot be lost by that: the output is stored next. */
  private void writeDownThatItEndedWell(Path out, WorkFolder held) {
    try {
      held.endedWell(recipe.key(), out);
    } catch (IOException e) {
      remarks.accept(
          "its command finished, but this could not be noted in "
              + work
              + " ("
              + LocalFailure.shown(e)
              + "); if its output cannot be stored now, the next run starts the command again");
    }
  }

  /** Runs the command, which waits for a line until it is written down as the one at work. */
  private int run(ShellCommand complete, ProgramLog log, WorkFolder held) throws Exception {
    Process process =
        ChildProcesses.start(complete.gatedProcessWithoutInput().redirectErrorStream(true));
    try {
      ProgramWatch watch = ProgramWatch.of(process, log);
      held.started(process.toHandle(), ChildProcesses.mark(process));
      try (OutputStream tell = process.getOutputStream()) {
        tell.write('\n');
      }
      int code = ChildProcesses.waitFor(process);
      List<String> left = watch.end();
      if (!left.isEmpty()) {
        remarks.accept(
            "its command ended and left running "
                + String.join(", ", left)
                + ", which was killed; let the command wait for what it starts");
      }
      return code;
    } finally {
      ChildProcesses.kill(process);
    }
  }

  private static String remark(int code) {
    return code == 127 ? " (command not found)" : code == 126 ? " (not executable)" : "";
  }

  /** The end of the log, indented. */
  private static String tail(WorkFolder held) throws IOException {
    List<String> lines = ProgramLog.tail(log(held), TAIL_LINES, TAIL_BYTES);
    if (lines.isEmpty() || (lines.size() == 1 && lines.get(0).startsWith("$ "))) {
      return "; it printed nothing"; // The first line is the command.
    }
    return "; the last lines it printed:\n    " + String.join("\n    ", lines);
  }

  private static Path log(WorkFolder held) {
    return held.path(LOGS).resolve(LOG);
  }

  /** Sends the log, if that was not done before: its folder is gone then. */
  private static void putLog(Output output, WorkFolder held) throws IOException {
    Path log = log(held);
    if (Files.isDirectory(log)) {
      output.logs().put(LOG, all -> ProgramLog.copy(log, all));
      ProgramLog.remove(log);
    }
  }

  private void commit(Output output, Path out, WorkFolder held) throws IOException {
    String tail = tail(held);
    putLog(output, held);
    OutFolder.Content content;
    try {
      content = OutFolder.look(out);
    } catch (OutFolder.RefusedException e) {
      throw new ProgramException("command '" + written + "' " + e.getMessage());
    }
    if (content.files().isEmpty()) {
      held.forget();
    }
    tellLeftOut(content.leftOut());
    if (content.files().isEmpty()) {
      throw new ProgramException(
          "command '" + written + "' left no file in {out}, so there is no output to store" + tail);
    }
    List<StoredFile> files =
        ParallelTransfers.each(
            List.copyOf(content.files().entrySet()),
            file -> put(output, file.getKey(), file.getValue()));
    output.commit(new Manifest(recipe, output.codec(), Map.of(), List.of(), Map.of(), files));
  }

  private void tellLeftOut(List<String> leftOut) {
    if (!leftOut.isEmpty()) {
      String more = leftOut.size() > NAMED ? ", and " + (leftOut.size() - NAMED) + " more" : "";
      remarks.accept(
          "left out of the output: "
              + String.join(", ", leftOut.subList(0, Math.min(NAMED, leftOut.size())))
              + more);
    }
  }

  private StoredFile put(Output output, String path, Path file) throws IOException {
    try {
      HashedFile hashed = HashedFile.of(file);
      boolean executable = FileModes.isExecutable(file);
      StoredFile stored = new StoredFile(path, hashed.bytes(), hashed.sha256(), executable);
      output.sendFile(stored, hashed);
      return stored;
    } catch (ChangedFileException e) {
      throw changed(path, "changed");
    } catch (NoSuchFileException e) {
      throw changed(path, "was removed");
    }
  }

  private ProgramException changed(String path, String what) {
    return new ProgramException(
        "command '"
            + written
            + "': "
            + path
            + " in {out} "
            + what
            + " while it was being stored. Is another program writing there? Run again to store it");
  }
}
