package org.shoestring.transform.unit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.WorkSlots;

/** Work within the budget of {@link WorkSlots}, and on units that nobody does twice. */
public final class UnitWork {
  private UnitWork() {}

  /** Some work. */
  public interface Work {
    void run() throws Exception;
  }

  /** Some work with a result. */
  public interface ResultOf<T> {
    T get() throws Exception;
  }

  /** The work on one unit of an output. */
  public interface Unit {
    UnitRecord run() throws Exception;
  }

  /**
   * Does work as soon as it fits. A runner may hand an element to the next transform where it is
   * emitted, and that one may need a slot: so elements for transforms other than a grouping are
   * emitted after the slot was given back.
   *
   * @param output that it is work on; it is stopped with that
   * @param memory what it is counted with, in bytes
   */
  public static <T> T result(Output output, long memory, ResultOf<T> work) throws Exception {
    try (StopSignal.Registration stopped = OutputWork.on(output).stop().enter();
        WorkSlots.Slot slot = WorkSlots.take(memory)) {
      return work.get();
    } finally {
      OutputWork.on(output).report();
    }
  }

  /** The same for work without a result. */
  public static void counted(Output output, long memory, Work work) throws Exception {
    try (StopSignal.Registration stopped = OutputWork.on(output).stop().enter();
        WorkSlots.Slot slot = WorkSlots.take(memory)) {
      work.run();
    } finally {
      OutputWork.on(output).report();
    }
  }

  /** What a worker asks stores for before its first element; it is stopped with its output. */
  public static <T> T prepared(Output output, ResultOf<T> work) throws Exception {
    try (StopSignal.Registration stopped = OutputWork.on(output).stop().enter()) {
      return work.get();
    }
  }

  /** The record of that name: the one that is there, or that of this work. */
  public static UnitRecord finish(Output output, String name, Unit unit) throws Exception {
    return finish(output, name, output.records().find(name), unit);
  }

  /** The record of that name: one of {@code records}, or that of this work. */
  public static UnitRecord finish(
      Output output, String name, @Nullable RecordsAhead records, Unit unit) throws Exception {
    return finish(output, name, records == null ? Optional.empty() : records.record(name), unit);
  }

  /** The same for a unit that spare workers may begin again while it is at work here. */
  public static UnitRecord finish(
      Output output, String name, @Nullable RecordsAhead records, Unit unit, SpareOptions spares)
      throws Exception {
    if (spares.getSpareWorkers() == 0) {
      return finish(output, name, records, unit);
    }
    long slow = spares.getSlowUnitMillis();
    Optional<UnitRecord> done = records == null ? Optional.empty() : records.record(name);
    if (done.isEmpty() && (records == null || records.age().toMillis() >= slow)) {
      done = output.records().find(name); // It may have waited here behind a slow one.
    }
    if (done.isPresent()) {
      return counted(output, name, done.get());
    }
    return counted(output, name, race(output, name, unit, spares).record());
  }

  /**
   * How the work on a unit, or on a piece of it, ended.
   *
   * @param record the one that counts
   * @param overtaken whether another worker made it, and this one was interrupted
   */
  public record Raced(UnitRecord record, boolean overtaken) {}

  /** Does the work on a unit, or on a piece, which spare workers may do at the same time. */
  public static Raced race(Output output, String name, Unit unit, SpareOptions spares)
      throws Exception {
    if (spares.getSpareWorkers() == 0) {
      return new Raced(output.records().finish(name, unit.run()), false);
    }
    long begin = System.nanoTime();
    Raced end = UnitRace.run(output, name, spares.getSlowUnitMillis(), unit);
    if (!end.overtaken()) {
      OutputWork.on(output).took(1 + NANOSECONDS.toMillis(System.nanoTime() - begin));
    }
    return end;
  }

  /**
   * Does the work of a unit once more, for a spare worker. It is counted where the unit was handed
   * out.
   */
  public static void again(Output output, long memory, String name, Unit unit, SpareOptions spares)
      throws Exception {
    counted(
        output,
        memory,
        () -> {
          if (output.records().find(name).isEmpty()) {
            Raced unused = UnitRace.run(output, name, spares.getSlowUnitMillis(), unit);
          }
        });
  }

  private static UnitRecord finish(Output output, String name, Optional<UnitRecord> done, Unit unit)
      throws Exception {
    UnitRecord record = done.isPresent() ? done.get() : output.records().finish(name, unit.run());
    return counted(output, name, record);
  }

  /** The record of that name, of a unit that is finished now. */
  public static UnitRecord counted(Output output, String name, UnitRecord record) {
    OutputWork work = OutputWork.on(output);
    work.progress().addUnit();
    return work.records().keep(name, record);
  }
}
