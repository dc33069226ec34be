package org.shoestring.transform.piping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.LineReader;
import org.shoestring.bytes.Utf8;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.local.SharedCopy;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.unit.UnitFn;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.Progress;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.WorkSlots;

/**
 * Runs a program over one shard at a time. A thread feeds it while its output is read, since a
 * program may hold back any number of lines; its input is closed behind the shard's last line,
 * unless it is to be kept alive.
 */
final class PipeFn extends UnitFn {
  private static final long serialVersionUID = 1;
  private static final String SURPLUS = "printed more lines than the ";

  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private final PipeLines.Program program;
  private final PipeLines.Input input;
  private transient @Nullable LineProgram kept;
  private transient String keptLog = "";
  private transient @Nullable Ready ready;

  /** The command of this machine, with the local copies that it reads, as others may do, too. */
  private record Ready(ShellCommand command, List<SharedCopy> copies) {}

  PipeFn(PipeLines.Program program, PipeLines.Input input, Output output) {
    super(output, WorkSlots.UNIT_BYTES + program.memory());
    this.program = program;
    this.input = input;
  }

  @Override
  protected UnitRecord work(Shard shard, int unit, Progress progress) throws Exception {
    LineProgram running = kept == null ? start(progress) : kept;
    kept = null;
    boolean good = false;
    try {
      if (program.keepAlive() && running.hasSurplus()) {
        throw failure(shard, running, SURPLUS + "shard before it has");
      }
      UnitRecord record = pipe(shard, unit, running, progress);
      check(ready().copies());
      good = true;
      return record;
    } finally {
      if (good && program.keepAlive()) {
        kept = running;
        keptLog = UnitRecords.name(unit);
      } else {
        try (ProgramLog log = running.log()) {
          running.close();
          putLog(UnitRecords.name(unit) + (good ? "" : "-failed"), log);
        }
      }
    }
  }

  /** Fails if another program, or this one, has changed what the command reads. */
  private static void check(List<SharedCopy> copies) throws IOException {
    for (SharedCopy copy : copies) {
      copy.check();
    }
  }

  /** Makes local copies of what the command names, or takes those that others here have made. */
  private Ready ready() throws IOException {
    Ready known = ready;
    if (known == null) {
      Path work = output().workFolder();
      List<SharedCopy> copies = program.inputs().bring(work, Warnings::tell);
      Map<String, Path> paths = new HashMap<>();
      copies.forEach(copy -> paths.put(copy.name(), copy.folder()));
      known = new Ready(program.command().on(paths, program.inputs().folder(work)), copies);
      ready = known;
    }
    return known;
  }

  private LineProgram start(Progress progress) throws IOException {
    Ready complete = ready();
    check(complete.copies());
    ProgramLog log = newLog(progress);
    try {
      return new LineProgram(complete.command(), log);
    } catch (IOException | RuntimeException e) {
      log.remove();
      throw e;
    }
  }

  /** Also ends what killed processes have left at work for the same output. */
  private ProgramLog newLog(Progress progress) throws IOException {
    String process = String.valueOf(ProcessHandle.current().pid());
    if (program.followed()) {
      Path logs = PipeLines.logs(output());
      ProgramLog.sweep(logs);
      return ProgramLog.next(logs.resolve(process), progress::say);
    }
    Path spool = output().newSpool();
    Files.delete(spool);
    return ProgramLog.next(spool.resolveSibling("log-" + process), progress::say);
  }

  private UnitRecord pipe(Shard shard, int unit, LineProgram running, Progress progress)
      throws Exception {
    AtomicLong answered = new AtomicLong();
    ShardFeeder feeder = new ShardFeeder(program, input, shard, running, answered);
    feeder.start();
    try (ShardWriter out = output().newShard(TableName.MAIN, unit, 0)) {
      LineReader lines = running.lines();
      while ((!program.keepAlive() || out.lines() < shard.lines()) && lines.next()) {
        check(shard, running, lines, out.lines() + 1);
        if (out.lines() == shard.lines()) {
          throw failure(shard, running, SURPLUS + shard.lines() + " it was given");
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
          throw failure(shard, running, exit(code));
        }
      }
      if (program.keepAlive() && running.hasSurplus()) {
        throw failure(shard, running, SURPLUS + shard.lines() + " it was given");
      }
      if (out.lines() < shard.lines()) {
        throw failure(
            shard,
            running,
            "printed "
                + out.lines()
                + " lines for the "
                + shard.lines()
                + " it was given"
                + left(running));
      }
      feeder.finish();
      tellLeft(running);
      progress.addBytes(shard.compressed());
      progress.addLines(out.lines(), out.lines());
      return new UnitRecord(List.of(out.finish()), Map.of(), List.of());
    } catch (IOException | ProgramException e) {
      feeder.rethrow(); // It kills the program: what came of that is not the error.
      throw e;
    } finally {
      feeder.end();
    }
  }

  private static String left(LineProgram running) {
    return running.left().isEmpty()
        ? ""
        : ", and left running "
            + String.join(", ", running.left())
            + ", which kept its stdout open and was killed; let the command wait for what it"
            + " starts";
  }

  /** Once for a stage: it may do so for each shard. */
  private void tellLeft(LineProgram running) {
    if (!running.left().isEmpty() && TOLD.add(output().name())) {
      Warnings.tell(
          "'"
              + program.written()
              + "' ended and left running "
              + String.join(", ", running.left())
              + ", which was killed; its lines were complete");
    }
  }

  private static String exit(int code) {
    return "ended with exit code "
        + code
        + (code == 127 ? " (command not found)" : code == 126 ? " (not executable)" : "");
  }

  private void check(Shard shard, LineProgram running, LineReader line, long number)
      throws Exception {
    if (line.isTooLong() || !Utf8.isValid(line.bytes(), line.start(), line.end())) {
      throw failure(
          shard,
          running,
          "printed a line "
              + number
              + (line.isTooLong() ? " that is longer than 16 MiB" : " that is not UTF-8"));
    }
    int fields = TsvRow.parse(line.bytes(), line.start(), line.end()).size();
    if (fields != program.columns().size()) {
      throw failure(
          shard,
          running,
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

  private ProgramException failure(Shard shard, LineProgram running, String what) throws Exception {
    return new ProgramException(
        "command '"
            + program.written()
            + "' "
            + what
            + ", on "
            + shard.object()
            + ready().command().withheldRemark()
            + "; "
            + running.errorTail());
  }

  /** Keeps a log; that of a program that was stopped is of no use to anybody. */
  private void putLog(String name, ProgramLog log) throws IOException {
    if (!log.isEmpty() && !Thread.currentThread().isInterrupted()) {
      output().logs().put(name, out -> ProgramLog.copy(log.folder(), out));
    }
    log.remove();
    if (program.followed()) {
      ProgramLog.removeEmpty(PipeLines.logs(output()));
    }
  }

  /** Ends the program that was kept alive; its log goes under the last shard that it served. */
  @Teardown
  public void teardown() throws Exception {
    LineProgram last = kept;
    if (last != null) {
      kept = null;
      try (ProgramLog log = last.log()) {
        last.end();
        putLog(keptLog, log);
      }
    }
  }
}
