package org.shoestring.shuffle.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many lines of each label come before each shard. The numbers are kept for some of the shards,
 * and for others what lies between is added: neither memory nor time grows with the shards squared.
 */
final class LabelStarts {
  private static final int KEPT = 64;

  private final LabelCounts counts;

  /** By place. */
  private final NavigableMap<Integer, long[]> kept = new TreeMap<>();

  LabelStarts(LabelCounts counts) {
    this.counts = counts;
    long[] lines = new long[counts.labels().size()];
    kept.put(0, lines.clone());
    List<Map.Entry<Integer, byte[]>> shards = new ArrayList<>(counts.packed().entrySet());
    for (int i = 0; i < shards.size(); i++) {
      if (i * KEPT / shards.size() > (i - 1) * KEPT / shards.size()) {
        kept.put(shards.get(i).getKey(), lines.clone());
      }
      LabelCounts.add(shards.get(i).getValue(), lines);
    }
  }

  /** The lines of each label before the shard at a place, by id: a new array. */
  long[] at(int place) {
    Map.Entry<Integer, long[]> from = kept.floorEntry(place);
    if (from == null) {
      throw new IndexOutOfBoundsException("shard " + place);
    }
    long[] lines = from.getValue().clone();
    for (byte[] packed : counts.packed().subMap(from.getKey(), place).values()) {
      LabelCounts.add(packed, lines);
    }
    return lines;
  }
}
