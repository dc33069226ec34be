package org.shoestring.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Interrupts;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.Warnings;

/**
 * Takes what a program prints as soon as it prints it. Others that hold the same pipe may keep it
 * open long after the program's end, so nobody but this thread waits for the end of the pipe.
 */
public final class OutputPump extends Thread {
  /** How long those that outlive a program may hold its pipe in silence, before they are killed. */
  public static final Duration OUTLIVING = Duration.ofSeconds(5);

  /** How long the pipe of what was killed may hold bytes; others may hold it for ever. */
  public static final Duration KILLED = Duration.ofSeconds(2);

  private final InputStream from;
  private final List<Sink> to;
  private final CountDownLatch reading = new CountDownLatch(1);
  private volatile @Nullable Error failure;

  /** Takes bytes, which are reused afterwards. */
  public interface Sink {
    void take(byte[] bytes, int length) throws IOException, InterruptedException;
  }

  private OutputPump(String name, InputStream from, List<Sink> to) {
    super(name);
    this.from = from;
    this.to = new ArrayList<>(to);
    setDaemon(true);
  }

  /**
   * Takes what comes from a program from now on. Java closes the pipe at the program's end, unless
   * somebody holds its lock; so this returns when the lock is held, and the program must not have
   * been let go before that.
   *
   * @param to each takes all of it; one that fails takes no more
   */
  public static OutputPump start(String name, InputStream from, Sink... to)
      throws InterruptedIOException {
    OutputPump pump = new OutputPump(name, from, List.of(to));
    pump.start();
    try {
      pump.reading.await();
    } catch (InterruptedException e) {
      throw Interrupts.stopped("stopped while a program was started", e);
    }
    return pump;
  }

  @Override
  public void run() {
    byte[] bytes = new byte[1 << 16];
    synchronized (from) {
      reading.countDown();
      try {
        int count = from.read(bytes);
        while (count >= 0) {
          take(bytes, count);
          count = from.read(bytes);
        }
      } catch (IOException | InterruptedException e) {
        // Nobody takes it any more, or the pipe was closed: the program has ended or is killed.
      }
    }
  }

  /** A program whose output is no longer read would wait for ever, so what comes is read on. */
  private void take(byte[] bytes, int count) throws InterruptedException {
    for (Sink sink : List.copyOf(to)) {
      try {
        sink.take(bytes, count);
      } catch (IOException e) {
        Warnings.tell("cannot keep the output of a program any longer: " + LocalFailure.shown(e));
        to.remove(sink);
      } catch (Error e) {
        failure = e;
        to.clear();
        return;
      }
    }
  }

  /** Throws the error that nothing is taken any more for, in the thread that waits for it. */
  public void rethrow() {
    Error error = failure;
    if (error != null) {
      throw error;
    }
  }

  /** Waits until all was taken, but not for long. */
  public boolean await(Duration patience) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(this, patience.toNanos());
    return !isAlive();
  }
}
