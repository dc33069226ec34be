package org.shoestring.shuffle.block;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.EvenCuts;
import org.shoestring.shuffle.ShufflePlan;

/**
 * Puts the lines of a group in the order of their positions, a bucket at a time in memory. A bucket
 * that is much larger than was planned for goes into finer ones, in a spill of its own, first.
 */
public final class PositionOrder {
  /** A bucket that is expected to have more bytes than that is cut once more. */
  private static final long MAX_BUCKET_BYTES = 4 * ShufflePlan.BUCKET_BYTES;

  private final ShufflePlan plan;
  private final Path spillFolder;
  private final long maxBytes;
  private final Lines output;
  private long next;
  private byte[] bytes = new byte[1 << 16];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  /** Takes lines in the order of their positions; the array is reused. */
  public interface Lines {
    void line(long position, byte[] bytes, int from, int to) throws IOException;
  }

  private PositionOrder(
      ShufflePlan plan, Path spillFolder, long maxBytes, Lines output, long start) {
    this.plan = plan;
    this.spillFolder = spillFolder;
    this.maxBytes = maxBytes;
    this.output = output;
    this.next = start;
  }

  /**
   * Gives a group's lines to {@code output}, each position of the group exactly once.
   *
   * @throws IllegalStateException if a position came twice, or never
   */
  public static void run(
      ShufflePlan plan, int group, BlockReader lines, BlockSettings settings, Lines output)
      throws IOException {
    run(plan, group, lines, settings.spillFolder(), MAX_BUCKET_BYTES, output);
  }

  static void run(
      ShufflePlan plan, int group, BlockReader lines, Path spillFolder, long maxBytes, Lines output)
      throws IOException {
    PositionOrder order =
        new PositionOrder(plan, spillFolder, maxBytes, output, plan.groupStart(group));
    boolean more = lines.next();
    while (more) {
      int bucket = lines.bucket();
      more = order.range(lines, bucket, plan.bucketStart(bucket), plan.bucketSize(bucket));
    }
    order.passOver(plan.groupStart(group + 1));
  }

  /** All positions before this one must have been given. */
  private void passOver(long position) {
    if (next != position) {
      throw new IllegalStateException("position " + next + " never came");
    }
  }

  /**
   * Orders the records of the current bucket, which have the positions of this range.
   *
   * @return whether there is a record of another bucket after them, which is the current one then
   */
  private boolean range(BlockReader in, int bucket, long start, long count) throws IOException {
    long expected = plan.expectedBytes(count);
    if (expected > maxBytes && count > 1) {
      return inFinerBuckets(in, bucket, start, count, expected);
    }
    return inMemory(in, bucket, start, Math.toIntExact(count));
  }

  private boolean inMemory(BlockReader in, int bucket, long start, int count) throws IOException {
    // A tenth more than expected, so that it rarely grows.
    long expected = plan.expectedBytes(count);
    if (bytes.length < expected) {
      bytes = new byte[Math.toIntExact(expected + expected / 10)];
    }
    if (starts.length < count) {
      starts = new int[count];
      lengths = new int[count];
    }
    Arrays.fill(lengths, 0, count, -1);
    int size = 0;
    boolean more;
    do {
      int length = in.to() - in.from();
      if (bytes.length - size < length) {
        bytes = Arrays.copyOf(bytes, (int) Math.max(1.5 * bytes.length, (double) size + length));
      }
      System.arraycopy(in.bytes(), in.from(), bytes, size, length);
      int at = Math.toIntExact(in.number() - start);
      if (lengths[at] >= 0) {
        throw new IllegalStateException("position " + in.number() + " came twice");
      }
      starts[at] = size;
      lengths[at] = length;
      size += length;
      more = in.next();
    } while (more && in.bucket() == bucket);
    for (int at = 0; at < count; at++) {
      if (lengths[at] >= 0) {
        passOver(start + at);
        output.line(next++, bytes, starts[at], starts[at] + lengths[at]);
      }
    }
    return more;
  }

  private boolean inFinerBuckets(BlockReader in, int bucket, long start, long count, long expected)
      throws IOException {
    long parts = Math.min(EvenCuts.ceilDiv(expected, maxBytes / 2), ShufflePlan.MAX_BUCKETS);
    EvenCuts finer = new EvenCuts(count, (int) Math.max(2, Math.min(parts, count)));
    try (Spill spill = Spill.in(spillFolder)) {
      List<SpilledBlocks> lists = new ArrayList<>();
      Buckets buckets = new Buckets(1, finer.parts());
      BlockWriter writer =
          BlockWriter.into(spill, buckets, (group, list) -> lists.add((SpilledBlocks) list));
      boolean more;
      do {
        long number = in.number();
        writer.add(finer.part(number - start), number, in.bytes(), in.from(), in.to());
        more = in.next();
      } while (more && in.bucket() == bucket);
      writer.finish();
      try (BlockReader again = BlockReader.of(spill, lists, spillFolder)) {
        boolean left = again.next();
        while (left) {
          int part = again.bucket();
          left = range(again, part, start + finer.start(part), finer.size(part));
        }
      }
      return more;
    }
  }
}
