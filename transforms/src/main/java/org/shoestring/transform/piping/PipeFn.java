package org.shoestring.transform.piping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Interrupts;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.local.SharedCopy;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.unit.UnitFn;
import org.shoestring.worker.HomeMachine;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.Progress;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.WorkSlots;

/**
 * Runs a program over one shard at a time. Its input is closed behind the shard's last line, unless
 * it is to be kept alive. After a failure it is started again only as its {@link FailurePolicy}
 * says.
 */
final class PipeFn extends UnitFn {
  private static final long serialVersionUID = 1;

  /** Before the second try, and before the third one. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final PipeLines.Program program;
  private final PipeLines.Input input;
  private final HomeMachine home = HomeMachine.here();
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
    for (int tries = 1; ; tries++) {
      try {
        return once(shard, unit, progress);
      } catch (ProgramException e) {
        if (tries == program.policy().tries() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        Warnings.tell(
            e.getMessage()
                + "\nThe shard is tried again, because the stage says 'repeat: true': try "
                + (tries + 1)
                + " of "
                + program.policy().tries());
        pause(PAUSES.get(tries - 1));
      }
    }
  }

  private static void pause(Duration pause) throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw Interrupts.stopped("stopped before a program was started again", e);
    }
  }

  private UnitRecord once(Shard shard, int unit, Progress progress) throws Exception {
    LineProgram running = kept == null ? start(progress) : kept;
    kept = null;
    boolean good = false;
    try {
      Ready here = ready();
      ShardRun.Place place = new ShardRun.Place(here.command(), home);
      UnitRecord record =
          new ShardRun(program, input, output(), shard, running, place).pipe(unit, progress);
      check(here.copies());
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
      return new LineProgram(complete.command(), log, program.policy());
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

  /** A program may cost money, or have effects. */
  @Override
  protected boolean allowsSpares() {
    return program.policy().repeat();
  }

  @Teardown
  public void teardown() throws Exception {
    end();
  }

  /** Ends the program that was kept alive; its log goes under the last shard that it served. */
  @Override
  protected void end() throws Exception {
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
