package org.shoestring.shuffle.split;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.shoestring.tsv.TsvRow;

/** How many lines of each label one shard has. */
public final class ShardLabels {
  private final int[] fields;
  private final LabelIds ids;
  private long[] counts = new long[16];

  /**
   * A count of the labels that these fields hold.
   *
   * @param split of which they are the labels, for messages
   */
  public ShardLabels(Split split, int... fields) {
    this.fields = fields.clone();
    this.ids = new LabelIds(split);
  }

  /**
   * Counts a line.
   *
   * @throws org.shoestring.spec.UsageException if there are too many labels
   */
  public void add(TsvRow row) {
    int id = ids.of(label(row, fields));
    if (id == counts.length) {
      counts = Arrays.copyOf(counts, 2 * id);
    }
    counts[id]++;
  }

  /** Takes each label, once. */
  public interface EachLabel {
    void count(String label, long lines) throws IOException;
  }

  /** What was counted, in the order in which labels were met. */
  public void forEach(EachLabel each) throws IOException {
    List<String> labels = ids.labels();
    for (int id = 0; id < labels.size(); id++) {
      each.count(labels.get(id), counts[id]);
    }
  }

  /** The label that these fields hold: joined by tabs, which no field holds. */
  static String label(TsvRow row, int... fields) {
    return fields.length == 1 ? row.text(fields[0]) : row.select(fields).toString();
  }
}
