package org.shoestring.pipeline.flink.plan;

import java.util.Optional;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;

/**
 * The memory of one process of a cluster, for the machine that it is on.
 *
 * @param process all that the process may take, in bytes
 * @param slots of a task manager; 0 for a job manager
 */
public record ProcessMemory(long process, int slots) {
  static final long MB = 1L << 20;

  /** What each process takes, whatever it works on: classes, threads, compiled code. */
  static final long METASPACE = 160 * MB;

  static final long JVM_OVERHEAD = 96 * MB;
  static final long FRAMEWORK_HEAP = 64 * MB;
  private static final long FRAMEWORK_OFF_HEAP = 128 * MB;
  private static final long TASK_MANAGER_FIXED =
      METASPACE + JVM_OVERHEAD + FRAMEWORK_HEAP + FRAMEWORK_OFF_HEAP;

  /** What a slot gets if there is enough: the largest shard in the heap, and room to sort. */
  static final long SLOT = 512 * MB;

  /** With less, the largest line no longer fits where lines are sorted, or the largest shard. */
  static final long LEAST_SLOT = 224 * MB;

  /** The buffers between machines. */
  static final long SLOT_NETWORK = 32 * MB;

  /** Where lines are sorted: twice the largest record must fit. */
  private static final long LEAST_SORTED = 80 * MB;

  private static final int SORTED_PART = 4;

  static final long JOB_MANAGER_OFF_HEAP = 64 * MB;
  private static final long LEAST_JOB_MANAGER = 512 * MB;
  private static final long USUAL_JOB_MANAGER = 640 * MB;
  private static final long MOST_JOB_MANAGER = 1600 * MB;

  /** What is left for the system, for programs of pipe stages and for the disk cache. */
  private static final long LEAST_REST = 192 * MB;

  private static final int REST_PART = 5;

  /**
   * That of a task manager.
   *
   * @param machine what the machine, or the container, has
   * @param given for the process, if its user has chosen it
   * @throws UsageException if that is too little
   */
  static ProcessMemory ofTaskManager(
      long machine, int processors, Optional<Long> given, Optional<Integer> slots) {
    long process = given.orElse(machine - rest(machine));
    int fitting = (int) Math.max(1, (process - TASK_MANAGER_FIXED) / SLOT);
    int chosen = slots.orElse(Math.min(fitting, processors));
    long least = TASK_MANAGER_FIXED + chosen * LEAST_SLOT;
    if (process < least) {
      throw tooLittle(
          "a task manager with " + Plural.of(chosen, "slot"), machine, process, least, given);
    }
    return new ProcessMemory(process, chosen);
  }

  /** That of a job manager, which works on no lines. */
  static ProcessMemory ofJobManager(long machine, Optional<Long> given) {
    long free = machine - rest(machine);
    long process =
        given.orElse(
            Math.min(free, Math.min(MOST_JOB_MANAGER, Math.max(USUAL_JOB_MANAGER, free / 2))));
    if (process < LEAST_JOB_MANAGER) {
      throw tooLittle("a job manager", machine, process, LEAST_JOB_MANAGER, given);
    }
    return new ProcessMemory(process, 0);
  }

  private static long rest(long machine) {
    return Math.max(LEAST_REST, machine / REST_PART);
  }

  private static UsageException tooLittle(
      String what, long machine, long process, long least, Optional<Long> given) {
    return new UsageException(
        given.isPresent()
            ? "--memory "
                + mebibytes(process)
                + " is too little: "
                + what
                + " needs "
                + mebibytes(least)
                + "; give it more memory, or fewer slots"
            : "this machine has "
                + mebibytes(machine)
                + " of memory. Its system needs some of that, so "
                + mebibytes(Math.max(0, process))
                + " are left, but "
                + what
                + " needs "
                + mebibytes(least)
                + "; use a machine with 1 GB or more, or fewer slots");
  }

  /** Where lines are sorted, in all slots. */
  long managed() {
    return slots * Math.max(LEAST_SORTED, slot() / SORTED_PART);
  }

  /** The buffers between machines, of all slots. */
  long network() {
    return slots * SLOT_NETWORK;
  }

  /** What a slot of a task manager has beside what is taken anyway. */
  long slot() {
    return (process - TASK_MANAGER_FIXED) / slots;
  }

  /** A size as {@code java} and {@link Bytes#parse} read it. */
  static String mebibytes(long bytes) {
    return bytes / MB + "m";
  }
}
