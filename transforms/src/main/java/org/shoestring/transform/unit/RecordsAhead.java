package org.shoestring.transform.unit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.table.Output;
import org.shoestring.table.record.UnitRecord;

/**
 * The records that an output had when they were listed. Who asks for one asks for its neighbours
 * soon: they are read with it, several at a time, and {@value #BLOCKS} blocks of {@value #BLOCK}
 * records are held at most.
 *
 * <p>A block that is dropped with most of its records still there tells that other processes take
 * the units between: from then on only what is asked for is read.
 */
public final class RecordsAhead {
  static final int BLOCK = 128;
  static final int BLOCKS = 8;

  private final Output output;
  private final List<String> names;
  private final Map<Integer, Block> blocks = new ConcurrentHashMap<>();
  private final Deque<Block> held = new ArrayDeque<>();
  private final long listedNanos = System.nanoTime();
  private volatile boolean ahead = true;

  private RecordsAhead(Output output, List<String> names) {
    this.output = output;
    this.names = names;
  }

  /** Of none. */
  public static RecordsAhead none(Output output) {
    return new RecordsAhead(output, List.of());
  }

  /** Lists the records that there are now. */
  static RecordsAhead list(Output output) throws IOException {
    return new RecordsAhead(output, output.records().names().stream().sorted().toList());
  }

  /** How long ago they were listed. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - listedNanos);
  }

  /** Whether there was a record of that name. */
  public boolean contains(String name) {
    return Collections.binarySearch(names, name) >= 0;
  }

  /** The record of that name, if there was one, and nobody has removed it. */
  public Optional<UnitRecord> record(String name) throws IOException {
    int at = Collections.binarySearch(names, name);
    if (at < 0) {
      return Optional.empty();
    }
    Block block = blocks.computeIfAbsent(at / BLOCK, Block::new);
    Optional<UnitRecord> record = block.take(name);
    return record.isPresent() ? record : output.records().find(name);
  }

  /** Neighbours, read when the first one is asked for. */
  private final class Block {
    private final int first;
    private final Map<String, UnitRecord> records = new HashMap<>();
    private boolean wasRead;

    Block(int number) {
      this.first = number * BLOCK;
    }

    Optional<UnitRecord> take(String name) throws IOException {
      Optional<UnitRecord> taken;
      boolean reads;
      synchronized (this) {
        reads = !wasRead && ahead;
        if (reads) {
          read();
        }
        wasRead = true;
        taken = Optional.ofNullable(records.remove(name));
      }
      if (reads) {
        hold(this);
      }
      return taken;
    }

    private void read() throws IOException {
      List<String> block = names.subList(first, Math.min(names.size(), first + BLOCK));
      List<Optional<UnitRecord>> read = ParallelRequests.each(block, output.records()::find);
      for (int i = 0; i < block.size(); i++) {
        String name = block.get(i);
        read.get(i).ifPresent(record -> records.put(name, record));
      }
    }

    synchronized int drop() {
      int left = records.size();
      records.clear();
      return left;
    }
  }

  private void hold(Block block) {
    Block oldest;
    synchronized (held) {
      held.add(block);
      if (held.size() <= BLOCKS) {
        return;
      }
      oldest = held.remove();
    }
    if (oldest.drop() > BLOCK / 2) {
      ahead = false;
    }
  }
}
