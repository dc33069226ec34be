package org.shoestring.transform.piping;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.shoestring.bytes.BulkInput;
import org.shoestring.bytes.Interrupts;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.OutputPump;

/**
 * What a program prints on its stdout. It ends soon after the program, even if what that left
 * running in the background holds the same pipe: this is given a moment to print the rest, and is
 * killed then.
 */
final class ProgramOutput extends BulkInput {
  private static final long LOOK_MILLIS = 100;
  private static final byte[] END = {};

  private final Process process;
  private final SilenceWatch silence;
  private final OutputPump pump;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(8);
  private final List<String> killed = new ArrayList<>();
  private byte[] current = {};
  private int at;
  private boolean ended;

  /** How long those that outlive the program may be silent, while lines are missing. */
  private volatile Duration patience = OutputPump.OUTLIVING;

  ProgramOutput(Process process, SilenceWatch silence) throws InterruptedIOException {
    this.process = process;
    this.silence = silence;
    this.pump =
        OutputPump.start(
            "read what a program prints",
            process.getInputStream(),
            (bytes, length) -> chunks.put(Arrays.copyOf(bytes, length)));
  }

  /** Tells that all has come that should; what is left running is not waited for. */
  void expectNoMore() {
    patience = Duration.ZERO;
  }

  /** What the program left running in the background and held this stream; it was killed. */
  List<String> killed() {
    return killed;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (at == current.length && !next()) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, bytes, from, count);
    at += count;
    return count;
  }

  @Override
  public int available() {
    byte[] coming = chunks.peek();
    return current.length - at + (coming == null ? 0 : coming.length);
  }

  private boolean next() throws IOException {
    if (ended) {
      return false;
    }
    try {
      current = await();
    } catch (InterruptedException e) {
      throw Interrupts.stopped("stopped while a program was at work", e);
    }
    at = 0;
    ended = current == END;
    return !ended;
  }

  private byte[] await() throws InterruptedException, SilentProgramException {
    long listening = System.nanoTime();
    long silentSince = listening;
    boolean asked = false;
    while (true) {
      pump.rethrow();
      boolean over = !pump.isAlive();
      byte[] chunk = chunks.poll(over ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (chunk != null) {
        silence.heard();
        return chunk;
      }
      if (over) {
        return END;
      }
      if (process.isAlive()) {
        if (silence.isOver(listening)) {
          throw new SilentProgramException();
        }
        ChildProcesses.look(process);
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince >= patience.toNanos()) {
        if (asked) {
          return END; // Who holds the pipe cannot be killed: another user's, say.
        }
        asked = true;
        killed.addAll(ChildProcesses.killLeft(process));
        silentSince = System.nanoTime();
        patience = OutputPump.KILLED;
      }
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    chunks.clear();
    pump.interrupt();
    process.getInputStream().close();
  }
}
