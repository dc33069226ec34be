package org.shoestring.transform;

/**
 * The budget of one process, over all pipelines and programs that it runs: how many units of work
 * are at work at once, and how much memory they are counted with. What does not fit waits; what is
 * larger than the whole budget runs alone. Unlimited until somebody sets a limit.
 */
public final class WorkSlots {
  /** What a worker on one shard is counted with: its buffers, and their share of the heap. */
  public static final long UNIT_BYTES = 32L << 20;

  private static final Object LOCK = new Object();
  private static int maxUnits = Integer.MAX_VALUE;
  private static long maxBytes = Long.MAX_VALUE;
  private static int units;
  private static long bytes;

  private WorkSlots() {}

  /** Sets the limits. */
  public static void limit(int units, long bytes) {
    synchronized (LOCK) {
      maxUnits = units;
      maxBytes = bytes;
      LOCK.notifyAll();
    }
  }

  /** Waits for a slot, counted with this memory; closing gives it back. */
  public static Slot take(long memory) throws InterruptedException {
    synchronized (LOCK) {
      while (units > 0 && (units >= maxUnits || bytes + memory > maxBytes)) {
        LOCK.wait();
      }
      units++;
      bytes += memory;
    }
    return () -> giveBack(memory);
  }

  private static void giveBack(long memory) {
    synchronized (LOCK) {
      units--;
      bytes -= memory;
      LOCK.notifyAll();
    }
  }

  /** A slot that is taken. */
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }
}
