package org.shoestring.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.shoestring.tsv.foreign.Dictionaries;

/**
 * The budget of one process, over all pipelines and programs that it runs: how many units of work
 * are at work at once, and how much memory they are counted with. What does not fit waits, first
 * come first served, so that nothing large is passed over for ever; what is larger than the whole
 * budget runs alone. With no unit at work one is always let in. Unlimited until somebody sets a
 * limit.
 */
public final class WorkSlots {
  /** What a worker on one shard is counted with: its buffers, and their share of the heap. */
  public static final long UNIT_BYTES = 32L << 20;

  private static final Object LOCK = new Object();

  /** Those that wait, in the order of their coming. */
  private static final Deque<Object> QUEUE = new ArrayDeque<>();

  private static int maxUnits = Integer.MAX_VALUE;
  private static LongSupplier maxBytes = () -> Long.MAX_VALUE;
  private static int units;
  private static long bytes;
  private static long heap;
  private static boolean isEnding;

  private WorkSlots() {}

  /** Sets the limits. */
  public static void limit(int units, long bytes) {
    limit(units, () -> bytes);
  }

  /** Sets the limits; how much memory there is, is asked when somebody needs a slot. */
  public static void limit(int units, LongSupplier bytes) {
    synchronized (LOCK) {
      maxUnits = units;
      maxBytes = bytes;
      isEnding = false;
      LOCK.notifyAll();
    }
  }

  /** Waits for a slot, counted with this memory; closing gives it back. */
  public static Slot take(long memory) throws InterruptedException {
    return take(1, memory, 0);
  }

  /**
   * The same for work whose files have dictionaries: those on the heap wait until half of it has
   * room for all that are open.
   */
  public static Slot take(long memory, Dictionaries.Need dictionaries) throws InterruptedException {
    return take(1, memory + dictionaries.heap() + dictionaries.outside(), dictionaries.heap());
  }

  /**
   * Waits for memory that a runner takes as a whole, beside that of the units it works on; closing
   * gives it back.
   */
  public static Slot reserve(long memory) throws InterruptedException {
    return take(0, memory, 0);
  }

  /**
   * Lets nobody in until there are new limits, and waits until those at work have given their slots
   * back.
   *
   * @return whether they have in this time
   */
  public static boolean end(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    synchronized (LOCK) {
      isEnding = true;
      while (units > 0) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(LOCK, left);
      }
      return true;
    }
  }

  private static Slot take(int unit, long memory, long onHeap) throws InterruptedException {
    Object ticket = new Object();
    synchronized (LOCK) {
      QUEUE.add(ticket);
      try {
        while (QUEUE.peek() != ticket || !fits(unit, memory, onHeap)) {
          LOCK.wait();
        }
        units += unit;
        bytes += memory;
        heap += onHeap;
      } finally {
        QUEUE.remove(ticket);
        LOCK.notifyAll();
      }
    }
    AtomicBoolean taken = new AtomicBoolean(true);
    return () -> {
      if (taken.getAndSet(false)) {
        giveBack(unit, memory, onHeap);
      }
    };
  }

  private static boolean fits(int unit, long memory, long onHeap) {
    return !isEnding && (units == 0 || fitsBeside(unit, memory, onHeap));
  }

  private static boolean fitsBeside(int unit, long memory, long onHeap) {
    return units + unit <= maxUnits
        && bytes + memory <= maxBytes.getAsLong()
        && (onHeap == 0 || heap + onHeap <= Dictionaries.MOST_BYTES);
  }

  private static void giveBack(int unit, long memory, long onHeap) {
    synchronized (LOCK) {
      units -= unit;
      bytes -= memory;
      heap -= onHeap;
      LOCK.notifyAll();
    }
  }

  /** A slot that is taken; it is given back once, however often it is closed. */
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }
}
