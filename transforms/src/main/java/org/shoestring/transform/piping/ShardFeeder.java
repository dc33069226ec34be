package org.shoestring.transform.piping;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.ShardReader;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.ChildProcesses;

/** Feeds the fields of a shard, and says so if a program that is kept alive holds back lines. */
final class ShardFeeder extends Thread {
  private static final long STALL_SECONDS = 60;
  private static final long FINISH_MILLIS = 2000;

  private final PipeLines.Program program;
  private final PipeLines.Input input;
  private final Shard shard;
  private final LineProgram to;
  private final AtomicLong answered;
  private volatile @Nullable Throwable failure;
  private volatile boolean over;

  ShardFeeder(
      PipeLines.Program program,
      PipeLines.Input input,
      Shard shard,
      LineProgram to,
      AtomicLong answered) {
    super("feed " + shard.name());
    setDaemon(true);
    this.program = program;
    this.input = input;
    this.shard = shard;
    this.to = to;
    this.answered = answered;
    to.silence().fetch();
  }

  @Override
  public void run() {
    try (RowReader rows = ShardReader.open(input.stores(), shard, input.codec(), input.columns())) {
      feed(rows);
    } catch (Throwable e) { // Also an Error: whoever reads would wait for ever.
      if (!over) { // Else the program may be at work for the next shard.
        failure = e;
        ChildProcesses.kill(to.process());
      }
    } finally {
      if (!over) {
        to.silence().sign();
      }
    }
  }

  /** Ends it: the output is complete, or the work failed; either way nobody waits for it. */
  void end() {
    over = true;
    interrupt();
  }

  private void feed(RowReader rows) throws IOException, InterruptedException {
    OutputStream in = to.input();
    SilenceWatch silence = to.silence();
    while (rows.next()) {
      silence.sign();
      TsvRow row = rows.row().select(input.fields());
      try {
        in.write(row.bytes(), row.start(), row.length());
        in.write('\n');
      } catch (IOException e) {
        return; // The program ended early; its exit code and its lines tell whether it may.
      }
      silence.fetch();
    }
    silence.sign();
    try {
      in.flush();
      if (!program.keepAlive()) {
        in.close();
      }
    } catch (IOException e) {
      return; // As above.
    }
    if (program.keepAlive()) {
      watch();
    }
  }

  private void watch() throws InterruptedException {
    long seen = -1;
    while (answered.get() < shard.lines()) {
      Thread.sleep(STALL_SECONDS * 1000);
      if (answered.get() == seen) {
        Warnings.tell(
            "'"
                + program.written()
                + "' was given "
                + shard.lines()
                + " lines and answered "
                + seen
                + "; with keep-alive, a program must flush stdout after each line. Let it do"
                + " so, or remove keep-alive");
      }
      seen = answered.get();
    }
  }

  /**
   * Waits until all was fed that the program took. It has ended by now; but others may hold its
   * standard input without reading it.
   */
  void finish() throws Exception {
    if (!program.keepAlive()) {
      join(FINISH_MILLIS);
    }
    rethrow();
  }

  /** Throws what stopped the reading of the shard. */
  void rethrow() throws Exception {
    Throwable stopped = failure;
    if (stopped instanceof Error error) {
      throw error;
    }
    if (stopped instanceof Exception exception) {
      throw exception;
    }
  }
}
