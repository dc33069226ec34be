package org.shoestring.transform.piping;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.shoestring.bytes.LineReader;
import org.shoestring.bytes.Utf8;
import org.shoestring.spec.TimeSpans;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.HomeMachine;
import org.shoestring.worker.Progress;
import org.shoestring.worker.ShellCommand;

/**
 * One shard through a running program: a thread feeds its lines while the answers are read and
 * checked, and what is wrong with them is told.
 */
final class ShardRun {
  private static final String SURPLUS = "printed more lines than the ";

  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private final PipeLines.Program program;
  private final PipeLines.Input input;
  private final Output output;
  private final Shard shard;
  private final LineProgram running;
  private final Place place;

  /** What a message says of where the program runs: its command there, and the machine. */
  record Place(ShellCommand command, HomeMachine home) {}

  ShardRun(
      PipeLines.Program program,
      PipeLines.Input input,
      Output output,
      Shard shard,
      LineProgram running,
      Place place) {
    this.program = program;
    this.input = input;
    this.output = output;
    this.shard = shard;
    this.running = running;
    this.place = place;
  }

  /**
   * Feeds the shard and takes the answers.
   *
   * @param unit what the shard that it makes is named after
   * @throws ProgramException if the program does not answer each line with a line
   */
  UnitRecord pipe(int unit, Progress progress) throws Exception {
    if (program.keepAlive() && running.hasSurplus()) {
      throw failure(SURPLUS + "shard before it has");
    }
    AtomicLong answered = new AtomicLong();
    ShardFeeder feeder = new ShardFeeder(program, input, shard, running, answered);
    feeder.start();
    try (ShardWriter out = output.newShard(TableName.MAIN, unit, 0)) {
      LineReader lines = running.lines();
      while ((!program.keepAlive() || out.lines() < shard.lines()) && lines.next()) {
        check(lines, out.lines() + 1);
        if (out.lines() == shard.lines()) {
          throw failure(SURPLUS + shard.lines() + " it was given");
        }
        out.write(lines.bytes(), lines.start(), lines.end());
        answered.incrementAndGet();
        if (out.lines() == shard.lines() && !program.keepAlive()) {
          running.expectNoMore();
        }
      }
      feeder.rethrow();
      if (!program.keepAlive() || out.lines() < shard.lines()) {
        int code = running.exitCode();
        if (code != 0) {
          throw failure(exit(code));
        }
      }
      if (program.keepAlive() && running.hasSurplus()) {
        throw failure(SURPLUS + shard.lines() + " it was given");
      }
      if (out.lines() < shard.lines()) {
        throw failure(
            "printed "
                + out.lines()
                + " lines for the "
                + shard.lines()
                + " it was given"
                + left());
      }
      feeder.finish();
      tellLeft();
      progress.addBytes(shard.compressed());
      progress.addLines(out.lines(), out.lines());
      return new UnitRecord(List.of(out.finish()), Map.of(), List.of());
    } catch (SilentProgramException e) {
      feeder.rethrow();
      throw failure(silent(answered.get()));
    } catch (IOException | ProgramException e) {
      feeder.rethrow(); // It kills the program: what came of that is not the error.
      throw e;
    } finally {
      feeder.end();
    }
  }

  private String left() {
    return running.left().isEmpty()
        ? ""
        : ", and left running "
            + String.join(", ", running.left())
            + ", which kept its stdout open and was killed; let the command wait for what it"
            + " starts";
  }

  /** Once for a stage: it may do so for each shard. */
  private void tellLeft() {
    if (!running.left().isEmpty() && TOLD.add(output.name())) {
      Warnings.tell(
          "'"
              + program.written()
              + "' ended and left running "
              + String.join(", ", running.left())
              + ", which was killed; its lines were complete");
    }
  }

  private String exit(int code) {
    String away =
        place.home().other().isEmpty()
            ? ""
            : "; programs that are not in the experiment's folder must be installed on each worker";
    return "ended with exit code "
        + code
        + (code == 127
            ? " (command not found" + away + ")"
            : code == 126 ? " (not executable)" : "");
  }

  private String silent(long answers) {
    String cure =
        program.keepAlive()
            ? "a keep-alive program must flush stdout after each line; if it does, set a longer"
                + " timeout"
            : "if it was not stuck, set a longer timeout";
    return "was ended, because it printed nothing for "
        + TimeSpans.shown(program.policy().timeout())
        + " (timeout) after "
        + answers
        + " of the "
        + shard.lines()
        + " lines it was given ("
        + cure
        + ")";
  }

  private void check(LineReader line, long number) throws Exception {
    if (line.isTooLong() || !Utf8.isValid(line.bytes(), line.start(), line.end())) {
      throw failure(
          "printed a line "
              + number
              + (line.isTooLong() ? " that is longer than 16 MiB" : " that is not UTF-8"));
    }
    int fields = TsvRow.parse(line.bytes(), line.start(), line.end()).size();
    if (fields != program.columns().size()) {
      throw failure(
          "printed "
              + fields
              + " columns in line "
              + number
              + ", expected "
              + program.columns().size()
              + " ("
              + program.columns()
              + ")");
    }
  }

  private ProgramException failure(String what) throws Exception {
    return new ProgramException(
        "command '"
            + program.written()
            + "' "
            + what
            + ", on "
            + shard.object()
            + place.home().other().map(host -> " on worker " + host).orElse("")
            + place.command().withheldRemark()
            + "; "
            + running.errorTail());
  }
}
