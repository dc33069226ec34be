package org.shoestring.shuffle.split;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.shoestring.bytes.Varint;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.TsvRow;

/**
 * How many lines of each label each shard has; an accumulator that others are added to. Of a shard
 * only the labels that it has are kept, in a few bytes each.
 */
public final class LabelCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** The most different labels of a table. */
  public static final int MAX_LABELS = 10_000;

  /** The most characters of all labels of a table together: all are kept in memory. */
  public static final int MAX_CHARACTERS = 4 << 20;

  /** The most bytes of counts: a few for each label in each shard. They are kept in memory, too. */
  public static final int MAX_BYTES = 32 << 20;

  private final List<String> labels = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();

  /** By place: the id of a label and its count, as varints, for each label of the shard. */
  private final SortedMap<Integer, byte[]> shards = new TreeMap<>();

  private long characters;
  private long bytes;

  private LabelCounts() {}

  /** Those of no shards. */
  public static LabelCounts none() {
    return new LabelCounts();
  }

  /** Counts the labels of one shard. */
  public static final class OfShard {
    private final Split split;
    private final int[] fields;
    private final LabelCounts result = none();
    private long[] counts = new long[16];

    /** A count of the labels that these fields hold. */
    public OfShard(Split split, int... fields) {
      this.split = split;
      this.fields = fields.clone();
    }

    /**
     * Counts a line.
     *
     * @throws UsageException if there are too many labels
     */
    public void add(TsvRow row) {
      int id = result.id(label(row, fields));
      if (id == counts.length) {
        counts = Arrays.copyOf(counts, 2 * id);
      }
      if (counts[id] == 0) {
        result.check(split);
      }
      counts[id]++;
    }

    /** What was counted, as that of the shard at a place. */
    public LabelCounts finish(int place) {
      result.put(place, pack(Arrays.copyOf(counts, result.labels.size())));
      result.check(split);
      return result;
    }
  }

  /** The label that these fields hold: joined by tabs, which no field holds. */
  static String label(TsvRow row, int... fields) {
    return fields.length == 1 ? row.text(fields[0]) : row.select(fields).toString();
  }

  private int id(String label) {
    Integer id = ids.get(label);
    if (id == null) {
      id = labels.size();
      labels.add(label);
      ids.put(label, id);
      characters += label.length();
    }
    return id;
  }

  private void put(int place, byte[] packed) {
    shards.put(place, packed);
    bytes += packed.length;
  }

  /**
   * Adds the counts of other shards.
   *
   * @param split of which they are the labels, for messages
   * @throws UsageException if there are too many labels
   */
  public void add(LabelCounts other, Split split) {
    int[] idOf = other.labels.stream().mapToInt(this::id).toArray();
    other.shards.forEach(
        (place, packed) -> {
          long[] counts = new long[labels.size()];
          unpack(packed, (id, lines) -> counts[idOf[id]] = lines);
          put(place, pack(counts));
        });
    check(split);
  }

  /** Counts from what {@link #labels} and {@link #packed} gave. */
  static LabelCounts of(List<String> labels, Map<Integer, byte[]> packed) {
    LabelCounts counts = none();
    labels.forEach(counts::id);
    packed.forEach(counts::put);
    return counts;
  }

  /** The shards by place, packed. */
  Map<Integer, byte[]> packed() {
    return Collections.unmodifiableMap(shards);
  }

  private static byte[] pack(long[] counts) {
    byte[] bytes = new byte[64];
    int size = 0;
    for (int id = 0; id < counts.length; id++) {
      if (counts[id] > 0) {
        if (bytes.length - size < 2 * Varint.MAX_BYTES) {
          bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        size = Varint.put(id, bytes, size);
        size = Varint.put(counts[id], bytes, size);
      }
    }
    return Arrays.copyOf(bytes, size);
  }

  private static void unpack(byte[] packed, EachLabel each) {
    Varint.Reader in = new Varint.Reader();
    in.start(packed, 0);
    while (in.position() < packed.length) {
      each.count((int) in.next(), in.next());
    }
  }

  private interface EachLabel {
    void count(int id, long lines);
  }

  private void check(Split split) {
    if (labels.size() > MAX_LABELS) {
      throw tooMany(split, "more than " + MAX_LABELS + " different labels");
    }
    if (characters > MAX_CHARACTERS) {
      throw tooMany(split, "labels of more than " + MAX_CHARACTERS + " characters together");
    }
    if (bytes > MAX_BYTES) {
      throw tooMany(
          split,
          "too many labels for so many shards (their counts take more than "
              + (MAX_BYTES >> 20)
              + " MiB)");
    }
  }

  private static UsageException tooMany(Split split, String what) {
    return new UsageException(
        split.parts().where()
            + ": "
            + String.join(" + ", split.columns())
            + " has "
            + what
            + "; split by hash instead, which has no such limit");
  }

  /** All labels; the place of one in this list is its id. */
  List<String> labels() {
    return Collections.unmodifiableList(labels);
  }

  /** The lines of each label, by its id. */
  long[] totals() {
    return sum(shards);
  }

  /** The lines of each label in all shards before a place, by its id. */
  long[] before(int place) {
    return sum(shards.headMap(place));
  }

  private long[] sum(Map<Integer, byte[]> some) {
    long[] sum = new long[labels.size()];
    some.values().forEach(packed -> unpack(packed, (id, lines) -> sum[id] += lines));
    return sum;
  }
}
