package org.shoestring.worker;

import java.util.concurrent.atomic.LongAdder;

/**
 * How far the work on an output is, in this process; for showing only, counts come from records.
 */
public final class Progress {
  private final LongAdder bytes = new LongAdder();
  private final LongAdder lines = new LongAdder();
  private final LongAdder kept = new LongAdder();
  private final LongAdder units = new LongAdder();
  private volatile String said = "";

  /** Adds stored bytes of input that were worked on. */
  public void addBytes(long count) {
    bytes.add(count);
  }

  /** Adds lines read, and those of them that were kept. */
  public void addLines(long read, long keptOfThem) {
    lines.add(read);
    kept.add(keptOfThem);
  }

  /** Adds a finished unit. */
  public void addUnit() {
    units.increment();
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
    return bytes.sum();
  }

  public long lines() {
    return lines.sum();
  }

  public long kept() {
    return kept.sum();
  }

  public long units() {
    return units.sum();
  }
}
