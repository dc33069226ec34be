package org.shoestring.transform.unit;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.Output;
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

  private void awaitAll(int number, PipelineOptions options) throws Exception {
    Output output = work.output();
    long least = SpareOptions.of(options).getSlowUnitMillis();
    long begin = System.nanoTime();
    List<T> left = without(output, units.get());
    while (!left.isEmpty()) {
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      long slow = OutputWork.on(output).slowAfterMillis(least);
      int before = number / left.size(); // Others have the same unit, and begin it earlier.
      long wait = (1 + before) * slow - waited;
      if (wait <= 0) {
        work.run(left.get(number % left.size()), options);
      } else {
        long look = Math.min(Math.max(waited / 10, FIRST_LOOK_MILLIS), LAST_LOOK_MILLIS);
        Thread.sleep(Math.min(wait, look));
      }
      left = without(output, left);
    }
  }

  private List<T> without(Output output, List<? extends T> some) throws IOException {
    Set<String> finished = new HashSet<>(output.records().names());
    List<T> left = new ArrayList<>(some);
    left.removeIf(unit -> finished.contains(work.record(unit)));
    return left;
  }
}
