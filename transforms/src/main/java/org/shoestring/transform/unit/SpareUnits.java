package org.shoestring.transform.unit;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.store.object.Warnings;
import org.shoestring.worker.StopSignal;

/**
 * The units of a stage that workers without units of their own begin again, when they take much
 * longer than others: their worker may be slow, or hang. Which of the copies leaves the record does
 * not matter. The slower one stops when it sees that the record is there.
 *
 * <p>A worker comes here when all units were handed out, so each unit that has no record has been
 * at work since then at least. It looks for the records, about ten times while the time that it has
 * waited doubles, so that a stage does not end much later because of it.
 *
 * @param <T> a unit
 */
public final class SpareUnits<T> implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long FIRST_LOOK_MILLIS = 500;
  private static final long LAST_LOOK_MILLIS = 10_000;
  private static final int LOOKS = 10;

  private final Listed<T> units;
  private final SpareWork<? super T> work;

  /** All units, read where they are needed: a thousand of them are too many to be sent around. */
  public interface Listed<T> extends Serializable {
    List<? extends T> get() throws IOException;
  }

  /** Units and the work on them. */
  public SpareUnits(Listed<T> units, SpareWork<? super T> work) {
    this.units = units;
    this.work = work;
  }

  /**
   * Waits until all units have their records, and begins slow ones again. Nothing depends on it, so
   * what fails here is told and does no harm.
   *
   * @param number of the worker among those that do this, from 0
   */
  public void help(int number, PipelineOptions options) throws Exception {
    StopSignal stop = OutputWork.on(work.output()).stop();
    try (StopSignal.Registration here = stop.enter()) {
      awaitAll(number, options);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      stop.checkAfter(e);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw e;
      }
      Warnings.tell("could not help a slow worker: " + e.getMessage());
    } finally {
      work.end();
    }
  }

  /** A unit without its record, and since when it has been known to have no more than it has. */
  private static final class Unfinished<T> {
    final T unit;
    int pieces;
    long sinceNanos;

    Unfinished(T unit, long sinceNanos) {
      this.unit = unit;
      this.sinceNanos = sinceNanos;
    }

    /** Takes note of pieces that were finished since. */
    void see(int now) {
      if (now > pieces) {
        sinceNanos = System.nanoTime();
      }
      pieces = now;
    }
  }

  private void awaitAll(int number, PipelineOptions options) throws Exception {
    long least = SpareOptions.of(options).getSlowUnitMillis();
    long begin = System.nanoTime();
    List<Unfinished<T>> left = new ArrayList<>();
    for (T unit : units.get()) {
      left.add(new Unfinished<>(unit, begin));
    }
    look(left);
    while (!left.isEmpty()) {
      long slow = OutputWork.on(work.output()).slowAfterMillis(least);
      int next = 0;
      long wait = Long.MAX_VALUE;
      for (int i = 0; i < left.size(); i++) {
        // Others come to the same unit, and begin it earlier: it is first for one of them.
        int before = number / left.size() + i;
        Unfinished<T> one = left.get((number + i) % left.size());
        long until = (1 + before) * slow - millisSince(one.sinceNanos);
        if (until < wait) {
          wait = until;
          next = (number + i) % left.size();
        }
      }
      if (wait <= 0) {
        work.run(left.get(next).unit, options);
      } else {
        long pause = Math.max(millisSince(begin) / LOOKS, FIRST_LOOK_MILLIS);
        Thread.sleep(Math.min(wait, Math.min(pause, LAST_LOOK_MILLIS)));
      }
      look(left);
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /** Removes the units that are finished by now. */
  private void look(List<Unfinished<T>> left) throws IOException {
    Set<String> records = new HashSet<>(work.output().records().names());
    for (Iterator<Unfinished<T>> each = left.iterator(); each.hasNext(); ) {
      Unfinished<T> one = each.next();
      if (work.isFinished(one.unit, records)) {
        each.remove();
      } else {
        one.see(work.pieces(one.unit, records));
      }
    }
  }
}
