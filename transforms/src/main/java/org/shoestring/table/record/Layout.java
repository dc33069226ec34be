package org.shoestring.table.record;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How many lines and bytes each shard of a table has, and so the number of each shard's first line
 * in the whole.
 */
public final class Layout implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<Entry> entries;
  private final int[] places;
  private final long[] firstLines;
  private final long raw;

  private Layout(List<Entry> entries, int[] places, long[] firstLines, long raw) {
    this.entries = entries;
    this.places = places;
    this.firstLines = firstLines;
    this.raw = raw;
  }

  /** One shard: its number where it comes in, lines and raw bytes. */
  public record Entry(int place, long lines, long raw) implements Serializable {

    public static Entry of(Shard shard) {
      return new Entry(shard.inputNumber(), shard.lines(), shard.raw());
    }
  }

  /** The layout of shards, whose order is that of their places. */
  public static Layout ofShards(List<? extends Shard> shards) {
    return of(shards.stream().map(Entry::of).toList());
  }

  /** The layout of these entries, in any order. */
  public static Layout of(List<Entry> entries) {
    Entry[] sorted = entries.toArray(new Entry[0]);
    Arrays.sort(sorted, Comparator.comparingInt(Entry::place));
    int[] places = new int[sorted.length];
    long[] firstLines = new long[sorted.length + 1];
    long raw = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0 && sorted[i].place() == places[i - 1]) {
        throw new IllegalArgumentException("two shards at place " + places[i - 1]);
      }
      places[i] = sorted[i].place();
      firstLines[i + 1] = firstLines[i] + sorted[i].lines();
      raw += sorted[i].raw();
    }
    return new Layout(List.of(sorted), places, firstLines, raw);
  }

  /** A few arrays: with a function that has a layout, runners copy it for every shard. */
  private Object writeReplace() {
    return new Packed(
        places,
        entries.stream().mapToLong(Entry::lines).toArray(),
        entries.stream().mapToLong(Entry::raw).toArray());
  }

  /** Places, lines and raw bytes of its shards. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Packed(int[] places, long[] lines, long[] raw) implements Serializable {

    private Object readResolve() {
      List<Entry> entries = new ArrayList<>(places.length);
      for (int i = 0; i < places.length; i++) {
        entries.add(new Entry(places[i], lines[i], raw[i]));
      }
      return of(entries);
    }
  }

  /** Its shards, in order. */
  public List<Entry> entries() {
    return entries;
  }

  /** All lines. */
  public long lines() {
    return firstLines[places.length];
  }

  /** The raw bytes of all lines. */
  public long raw() {
    return raw;
  }

  /** The number of shards. */
  public int shards() {
    return places.length;
  }

  /** One more than the last place. */
  public int endPlace() {
    return places.length == 0 ? 0 : places[places.length - 1] + 1;
  }

  /** The number of the first line of the shard at a place, counted from 0 over all shards. */
  public long firstLine(int place) {
    return firstLines[index(place)];
  }

  /**
   * The number of the first line of a shard, counted from 0 over all shards.
   *
   * @throws IllegalArgumentException if it is not the shard at its place
   */
  public long firstLine(Shard shard) {
    int index = index(shard.inputNumber());
    Entry found = Entry.of(shard);
    if (!entries.get(index).equals(found)) {
      throw new IllegalArgumentException(
          shard.folder()
              + "/"
              + shard.object()
              + ": it is not of the table that was given: "
              + found
              + ", not "
              + entries.get(index));
    }
    return firstLines[index];
  }

  private int index(int place) {
    int index = Arrays.binarySearch(places, place);
    if (index < 0) {
      throw new IllegalArgumentException("no shard at place " + place);
    }
    return index;
  }

  /** The place of the shard that has a line, counted from 0 over all shards. */
  public int placeOf(long line) {
    if (line < 0 || line >= lines()) {
      throw new IndexOutOfBoundsException("line " + line + " of " + lines());
    }
    int index = Arrays.binarySearch(firstLines, line);
    if (index < 0) {
      return places[-index - 2];
    }
    while (firstLines[index + 1] == line) {
      index++; // An empty shard starts at the same line.
    }
    return places[index];
  }
}
