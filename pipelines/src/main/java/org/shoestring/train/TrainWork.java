package org.shoestring.train;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.FileModes;
import org.shoestring.store.SpoolOutput;
import org.shoestring.table.Manifest;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Recipe;
import org.shoestring.table.StoredFile;
import org.shoestring.transform.Children;
import org.shoestring.transform.WorkSlots;
import org.shoestring.worker.ShellCommand;

/**
 * The work of a {@code train} stage: a command on local copies of its inputs, whose files are its
 * output. It is no Beam pipeline. Checkpoints stay where they are until the command has ended well,
 * so that a command that was killed finds them when it is run again. Only one process of a machine
 * runs it at a time: others wait, and find its output made.
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
  public boolean run(Output output, IntFunction<PipelineOptions> options) throws Exception {
    try (WorkFolder held = WorkFolder.take(work, remarks)) {
      boolean missing = output.manifest().isEmpty();
      if (missing) {
        make(output, held);
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

  private void make(Output output, WorkFolder held) throws Exception {
    try (WorkSlots.Slot slot = WorkSlots.take(memory)) {
      Path out = held.emptied("out");
      ShellCommand complete = command.in(held.kept("in"), out, held.kept("checkpoints"));
      Path log = held.path("log.txt");
      int code = run(complete, log, held);
      putLog(output, log);
      if (code != 0) {
        throw new ProgramException(
            "command '"
                + written
                + "' ended with exit code "
                + code
                + remark(code)
                + complete.withheldRemark()
                + tail(log));
      }
      commit(output, out, log);
    }
  }

  /** Runs the command, which waits for a line until it is written down as the one at work. */
  private int run(ShellCommand complete, Path log, WorkFolder held) throws Exception {
    Files.writeString(log, "$ " + complete.text() + "\n");
    Process process =
        complete
            .gatedProcess()
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Children.add(process);
    try {
      held.started(process.toHandle());
      try (OutputStream tell = process.getOutputStream()) {
        tell.write('\n');
      }
      return Children.waitFor(process);
    } finally {
      Children.kill(process);
    }
  }

  private static String remark(int code) {
    return code == 127 ? " (command not found)" : code == 126 ? " (not executable)" : "";
  }

  /** The end of the log, indented; also of a log that is too large to be read whole. */
  private static String tail(Path log) throws IOException {
    byte[] end;
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      file.seek(Math.max(0, length - TAIL_BYTES));
      end = new byte[(int) Math.min(length, TAIL_BYTES)];
      file.readFully(end);
    }
    List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 2) {
      return "; it said nothing"; // The first line is the command.
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    return "; the end of what it said:\n    " + String.join("\n    ", last);
  }

  private static void putLog(Output output, Path log) throws IOException {
    Path spool = output.newSpool();
    SpoolOutput.copy(log, spool);
    output.putLog("log.txt", spool);
  }

  private void commit(Output output, Path out, Path log) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (Path file : files(out)) {
      Path spool = output.newSpool();
      SpoolOutput.copy(file, spool);
      String path = out.relativize(file).toString().replace('\\', '/');
      StoredFile stored =
          new StoredFile(
              path, Files.size(spool), LocalCopy.hash(spool), FileModes.isExecutable(file));
      output.putFile(stored, spool);
      files.add(stored);
    }
    if (files.isEmpty()) {
      throw new ProgramException(
          "command '"
              + written
              + "' left no file in {out}, which is where its output is taken from"
              + tail(log));
    }
    output.commit(new Manifest(recipe, output.codec(), Map.of(), List.of(), Map.of(), files));
  }

  private static List<Path> files(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(file -> out.relativize(file).toString()))
          .toList();
    }
  }
}
