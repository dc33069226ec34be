package org.shoestring.shuffle.block;

import java.io.IOException;
import java.util.Arrays;
import org.shoestring.bytes.Varint;
import org.xerial.snappy.Snappy;

/**
 * Collects records in a buffer of bounded size; when that is full, it is sorted by bucket and given
 * on as blocks. So memory does not grow with the number of records, and with that of buckets only
 * by 8 bytes each.
 */
final class Arena {
  /** The most bytes of records, but for a record that is larger by itself. */
  static final int MAX_BYTES = 16 << 20;

  /** The most records: 16 bytes each are kept beside their own. */
  static final int MAX_RECORDS = 1 << 18;

  private final int maxBytes;
  private final Output output;
  private final int[] ends;
  private byte[] bytes = new byte[1 << 16];
  private int[] buckets = new int[1 << 10];
  private int[] starts = new int[(1 << 10) + 1];
  private long[] numbers = new long[1 << 10];
  private int[] order = new int[0];
  private int size;
  private int records;
  private byte[] packed = new byte[1 << 12];
  private byte[] compressed = new byte[0];

  /** Takes blocks; the array is reused. */
  interface Output {
    void block(int bucket, long first, byte[] compressed, int length) throws IOException;
  }

  Arena(int buckets, int maxBytes, Output output) {
    this.ends = new int[buckets];
    this.maxBytes = maxBytes;
    this.output = output;
  }

  /** Takes a copy of a record. */
  void add(int bucket, long number, byte[] from, int start, int end) throws IOException {
    int length = end - start;
    if (records == MAX_RECORDS || (records > 0 && (long) size + length > maxBytes)) {
      flush();
    }
    ensure(length);
    System.arraycopy(from, start, bytes, size, length);
    buckets[records] = bucket;
    numbers[records] = number;
    size += length;
    starts[++records] = size;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      grow(more);
    }
    if (records == buckets.length) {
      int capacity = 2 * records;
      buckets = Arrays.copyOf(buckets, capacity);
      numbers = Arrays.copyOf(numbers, capacity);
      starts = Arrays.copyOf(starts, capacity + 1);
    }
  }

  private void grow(int more) {
    long wanted = Math.max(Math.min(4L * bytes.length, maxBytes), (long) size + more);
    byte[] buffer = wanted == MAX_BYTES ? ArenaBuffers.take() : null;
    byte[] larger = buffer == null ? new byte[(int) wanted] : buffer;
    System.arraycopy(bytes, 0, larger, 0, size);
    bytes = larger;
  }

  /** Gives on what is left; nothing can be added any more. */
  void finish() throws IOException {
    flush();
    if (bytes.length == MAX_BYTES) {
      ArenaBuffers.giveBack(bytes);
    }
    bytes = new byte[0];
  }

  /** Gives on what there is. */
  void flush() throws IOException {
    sort();
    int at = 0;
    while (at < records) {
      at = pack(at);
    }
    size = 0;
    records = 0;
    // One giant record must not stay.
    if (bytes.length > maxBytes) {
      bytes = new byte[maxBytes];
    }
    if (packed.length > 2 * Block.MAX_BYTES) {
      packed = new byte[Block.MAX_BYTES];
      compressed = new byte[0];
    }
  }

  /** Orders records by bucket, and those of one bucket as they came. */
  private void sort() {
    Arrays.fill(ends, 0);
    for (int i = 0; i < records; i++) {
      ends[buckets[i]]++;
    }
    int before = 0;
    for (int bucket = 0; bucket < ends.length; bucket++) {
      int count = ends[bucket];
      ends[bucket] = before;
      before += count;
    }
    if (order.length < records) {
      order = new int[buckets.length];
    }
    for (int i = 0; i < records; i++) {
      order[ends[buckets[i]]++] = i;
    }
  }

  /** Packs records from a place of the order on into one block, and returns where it ended. */
  private int pack(int from) throws IOException {
    int bucket = buckets[order[from]];
    int end = ends[bucket];
    int at = from;
    int length = 0;
    long before = 0;
    while (at < end) {
      int record = order[at];
      int count = starts[record + 1] - starts[record];
      int most = length + 2 * Varint.MAX_BYTES + count;
      if (length > 0 && most > Block.MAX_BYTES) {
        break;
      }
      if (packed.length < most) {
        packed = Arrays.copyOf(packed, Math.max(most, 2 * packed.length));
      }
      length = Varint.put(Varint.zigzag(numbers[record] - before), packed, length);
      length = Varint.put(count, packed, length);
      System.arraycopy(bytes, starts[record], packed, length, count);
      length += count;
      before = numbers[record];
      at++;
    }
    int most = Snappy.maxCompressedLength(length);
    if (compressed.length < most) {
      compressed = new byte[most];
    }
    int written = Snappy.compress(packed, 0, length, compressed, 0);
    output.block(bucket, numbers[order[from]], compressed, written);
    return at;
  }
}
