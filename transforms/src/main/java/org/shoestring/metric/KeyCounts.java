package org.shoestring.metric;

import java.util.Collections;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.shoestring.bytes.BadDataException;

/** Counts by key: of one segment, of all segments, or of a resample of them. */
public final class KeyCounts {
  /**
   * How many keys there may be: those of 1,000 resamples, a few numbers each, take some 300 MB with
   * as many.
   */
  public static final int MOST_KEYS = 10_000;

  private final int size;
  private final NavigableMap<String, double[]> counts = new TreeMap<>(KeyCounts::compare);

  /**
   * None yet.
   *
   * @param size how many counts a key has
   */
  public KeyCounts(int size) {
    this.size = size;
  }

  /** How many counts a key has. */
  public int size() {
    return size;
  }

  /**
   * Adds to one count of a key.
   *
   * @param index of the count, from 0 on
   * @throws BadDataException if there are too many keys
   */
  public void add(String key, int index, double amount) {
    of(key)[index] += amount;
  }

  /**
   * Adds all counts of others.
   *
   * @throws BadDataException if there are too many keys
   */
  public void addAll(KeyCounts others) {
    others.counts.forEach(
        (key, amounts) -> {
          double[] sums = of(key);
          for (int i = 0; i < size; i++) {
            sums[i] += amounts[i];
          }
        });
  }

  private double[] of(String key) {
    double[] found = counts.get(key);
    if (found == null) {
      if (counts.size() == MOST_KEYS) {
        throw new BadDataException(
            String.format(
                Locale.ROOT,
                "'%s' would be label %,d, but a metric can count %,d at most; is this column the one"
                    + " with the labels? To compare other text, use the metric exact-match",
                key,
                MOST_KEYS + 1,
                MOST_KEYS));
      }
      found = new double[size];
      counts.put(key, found);
    }
    return found;
  }

  /** Forgets all keys. */
  public void clear() {
    counts.clear();
  }

  /** The keys as they are now and later, by code point as Python sorts strings. */
  public SortedSet<String> keys() {
    return Collections.unmodifiableSortedSet(counts.navigableKeySet());
  }

  private static int compare(String one, String other) {
    int end = Math.min(one.length(), other.length());
    for (int i = 0; i < end; i++) {
      char first = one.charAt(i);
      char second = other.charAt(i);
      if (first != second) {
        boolean isHalf = Character.isSurrogate(first);
        // A surrogate is half of a character above U+FFFF, but less than U+E000.
        return isHalf == Character.isSurrogate(second)
            ? Character.compare(first, second)
            : isHalf ? 1 : -1;
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  /** One count of a key; 0 of one that is not there. */
  public double get(String key, int index) {
    double[] found = counts.get(key);
    return found == null ? 0 : found[index];
  }

  /** The sum of one count over all keys. */
  public double total(int index) {
    double sum = 0;
    for (double[] amounts : counts.values()) {
      sum += amounts[index];
    }
    return sum;
  }
}
