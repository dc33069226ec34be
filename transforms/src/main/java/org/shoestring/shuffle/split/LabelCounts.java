package org.shoestring.shuffle.split;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.shoestring.bytes.Varint;

/**
 * How many lines of each label each shard of a table has. Of a shard only the labels that it has
 * are kept, in a few bytes each.
 */
public final class LabelCounts {
  /** The most bytes of counts: a few for each label in each shard. They are kept in memory. */
  static final int MAX_BYTES = 32 << 20;

  private final List<String> labels;

  /** By place: the id of a label and its count, as varints, for each label of the shard. */
  private final SortedMap<Integer, byte[]> shards;

  /**
   * Counts of these labels.
   *
   * @param labels the place of one is its id
   * @param packed by the place of the shard
   */
  LabelCounts(List<String> labels, Map<Integer, byte[]> packed) {
    this.labels = List.copyOf(labels);
    this.shards = new TreeMap<>(packed);
  }

  /** Those of no shards. */
  public static LabelCounts none() {
    return new LabelCounts(List.of(), Map.of());
  }

  /** Takes the counts of a table, one shard after another. */
  public static final class Builder {
    private final Split split;
    private final LabelIds ids;
    private final SortedMap<Integer, byte[]> shards = new TreeMap<>();
    private long bytes;
    private int place = -1;
    private byte[] packed = new byte[64];
    private int size;

    /** No counts yet; the split is for messages. */
    public Builder(Split split) {
      this.split = split;
      this.ids = new LabelIds(split);
    }

    /**
     * Adds a label of a shard; each comes once.
     *
     * @param shard its place, not below that of the last call
     * @throws org.shoestring.spec.UsageException if there are too many labels
     */
    public void add(int shard, String label, long lines) {
      if (shard < place) {
        throw new IllegalArgumentException("shard " + shard + " comes after shard " + place);
      }
      if (shard > place) {
        endShard();
        place = shard;
      }
      if (packed.length - size < 2 * Varint.MAX_BYTES) {
        packed = Arrays.copyOf(packed, 2 * packed.length);
      }
      int begin = size;
      size = Varint.put(ids.of(label), packed, size);
      size = Varint.put(lines, packed, size);
      bytes += size - begin;
      if (bytes > MAX_BYTES) {
        throw LabelIds.tooMany(
            split,
            "too many labels for so many shards (their counts take more than "
                + (MAX_BYTES >> 20)
                + " MiB)");
      }
    }

    private void endShard() {
      if (size > 0) {
        shards.put(place, Arrays.copyOf(packed, size));
        size = 0;
      }
    }

    /** What was added. */
    public LabelCounts finish() {
      endShard();
      return new LabelCounts(ids.labels(), shards);
    }
  }

  /** All labels; the place of one in this list is its id. */
  List<String> labels() {
    return labels;
  }

  /** The shards with labels by place, packed. */
  SortedMap<Integer, byte[]> packed() {
    return Collections.unmodifiableSortedMap(shards);
  }

  /** The lines of each label, by its id. */
  long[] totals() {
    long[] totals = new long[labels.size()];
    shards.values().forEach(packed -> add(packed, totals));
    return totals;
  }

  /** Adds the lines of a packed shard to those of each label. */
  static void add(byte[] packed, long[] lines) {
    Varint.Reader in = new Varint.Reader();
    in.start(packed, 0);
    while (in.position() < packed.length) {
      int id = (int) in.next();
      lines[id] += in.next();
    }
  }
}
