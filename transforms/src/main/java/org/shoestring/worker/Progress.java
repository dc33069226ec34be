package org.shoestring.worker;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How far the work on an output is, in this process; for showing only, counts come from records.
 */
public final class Progress {
  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private volatile String said = "";

  /** Of nothing yet. */
  public Progress() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  /** What is counted. */
  public enum Count {
    /** Stored bytes of input that were worked on. */
    BYTES,
    /** Lines read. */
    LINES,
    /** Those of them that were kept. */
    KEPT,
    /** Finished units. */
    UNITS
  }

  /** Adds to a count. */
  public void add(Count count, long more) {
    adder(count).add(more);
  }

  /** How many were counted. */
  public long get(Count count) {
    return adder(count).sum();
  }

  private LongAdder adder(Count count) {
    LongAdder adder = counts.get(count);
    if (adder == null) {
      throw new IllegalStateException(count + " is not counted");
    }
    return adder;
  }

  /** Adds stored bytes of input that were worked on. */
  public void addBytes(long more) {
    add(Count.BYTES, more);
  }

  /** Adds lines read, and those of them that were kept. */
  public void addLines(long read, long keptOfThem) {
    add(Count.LINES, read);
    add(Count.KEPT, keptOfThem);
  }

  /** Adds a finished unit. */
  public void addUnit() {
    add(Count.UNITS, 1);
  }

  /** Takes note of a line that a program printed for people. */
  public void say(String line) {
    said = line;
  }

  /** The last line that a program printed for people; empty if there is none. */
  public String said() {
    return said;
  }

  public long bytes() {
    return get(Count.BYTES);
  }

  public long lines() {
    return get(Count.LINES);
  }

  public long kept() {
    return get(Count.KEPT);
  }

  public long units() {
    return get(Count.UNITS);
  }
}
