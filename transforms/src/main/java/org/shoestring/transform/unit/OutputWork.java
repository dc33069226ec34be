package org.shoestring.transform.unit;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;
import org.shoestring.worker.Progress;
import org.shoestring.worker.StopSignal;

/**
 * What this process knows of the work on one output: whether it should stop, how far it is, and the
 * records of its finished units. A runner has threads of its own, which find it by the output. Two
 * outputs at the same location in two stores are two.
 *
 * <p>Nothing here keeps an output or the clients of its store alive: Java drops what no stage of
 * this process holds, before it runs out of memory.
 */
public final class OutputWork {
  private static final int OUTPUTS = 64;

  private static final int SLOW_TIMES = 3;
  private static final int UNKNOWN_TIMES = 10;

  /** The one that was begun last at the end. */
  private static final List<SoftReference<OutputWork>> ALL = new ArrayList<>();

  private final Output output;
  private final String folder;
  private final Progress progress = new Progress();
  private final ReportedProgress reported = new ReportedProgress(progress);
  private final FinishedRecords records = new FinishedRecords();
  private final Deque<StopSignal> stops = new ArrayDeque<>();
  private final AtomicLong longestMillis = new AtomicLong();

  private OutputWork(Output output, String folder) {
    this.output = output;
    this.folder = folder;
  }

  /** The work on an output. */
  public static OutputWork on(Output output) {
    String folder = output.folder();
    synchronized (ALL) {
      for (SoftReference<OutputWork> known : ALL) {
        OutputWork work = known.get();
        if (work != null && work.isOn(output, folder)) {
          return work;
        }
      }
      OutputWork work = new OutputWork(output, folder);
      ALL.add(new SoftReference<>(work));
      for (int i = 0; ALL.size() > OUTPUTS && i < ALL.size() - 1; ) {
        OutputWork old = ALL.get(i).get();
        if (old == null || old.stops.isEmpty()) {
          ALL.remove(i); // Its pipeline was on another machine, or failed.
        } else {
          i++;
        }
      }
      return work;
    }
  }

  /** Stores are compared last: to do so, options of Beam are read. */
  private boolean isOn(Output other, String itsFolder) {
    return folder.equals(itsFolder) && output.equals(other);
  }

  /** How far it is. */
  public Progress progress() {
    return progress;
  }

  /** Has Beam count what was done since the last time; called in a thread of the runner. */
  public void report() {
    reported.report();
  }

  /** The records of the units that are finished. */
  public FinishedRecords records() {
    return records;
  }

  /** Takes note of how long a unit took here. */
  void took(long millis) {
    longestMillis.accumulateAndGet(millis, Math::max);
  }

  /**
   * How long a unit takes that is much slower than those that were done here; where none was, so
   * long that others can.
   *
   * @param least the least such time
   */
  long slowAfterMillis(long least) {
    long longest = longestMillis.get();
    return longest == 0 ? least * UNKNOWN_TIMES : Math.max(least, longest * SLOW_TIMES);
  }

  /**
   * Comes when the work should stop. Where no stage of this process has said so by {@link #until},
   * it never comes: work stops when its thread is interrupted, as Flink does.
   */
  public StopSignal stop() {
    synchronized (ALL) {
      StopSignal last = stops.peekLast();
      return last == null ? new StopSignal() : last;
    }
  }

  /** Has all work of this process on an output listen to a signal, until this is closed. */
  public static StopSignal.Registration until(StopSignal stop, Output output) {
    synchronized (ALL) {
      OutputWork work = on(output);
      work.stops.add(stop);
      return () -> {
        synchronized (ALL) {
          boolean unused = work.stops.removeLastOccurrence(stop);
        }
        work.records.forget(); // The commit does that, but it may have failed.
      };
    }
  }

  /** Forgets the records. */
  public void forgetRecords() {
    records.forget();
  }

  /** Forgets the records; and all the rest, unless a stage of this process is at work on it. */
  public void forget() {
    forgetRecords();
    synchronized (ALL) {
      if (stops.isEmpty()) {
        ALL.removeIf(known -> isGone(known.get()));
      }
    }
  }

  private boolean isGone(@Nullable OutputWork known) {
    return known == null || known == this;
  }
}
