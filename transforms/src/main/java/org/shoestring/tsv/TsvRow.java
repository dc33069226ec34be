package org.shoestring.tsv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.shoestring.bytes.Separators;

/**
 * One line of a table: a read-only view of its UTF-8 bytes, without the line feed, split at tabs.
 *
 * <p>A field is decoded when its {@link #text} is asked for, and a row that nobody changed is
 * written as it was read. A row that a {@code RowReader} returns is valid until the reader moves
 * on; {@link #copy} keeps it.
 */
public final class TsvRow {
  private static final int MOST_SHOWN = 60;

  private byte[] bytes;
  private int start;
  private int end;
  private int[] ends;
  private int size;

  TsvRow() {
    this.bytes = new byte[0];
    this.ends = new int[] {0, 0, 0, 0};
    this.size = 1;
  }

  /**
   * A row of these fields.
   *
   * @throws IllegalArgumentException if there is none, or one holds a tab or a line feed
   */
  public static TsvRow of(String... fields) {
    return of(List.of(fields));
  }

  /**
   * A row of these fields.
   *
   * @throws IllegalArgumentException if there is none, or one holds a tab or a line feed
   */
  public static TsvRow of(List<String> fields) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("a row has at least one field");
    }
    fields.forEach(TsvRow::checkField);
    return parse(String.join("\t", fields).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A row over the bytes of one line, which it keeps.
   *
   * @throws IllegalArgumentException if there is a line feed in it
   */
  public static TsvRow parse(byte[] line) {
    return parse(line, 0, line.length);
  }

  /**
   * A row over {@code bytes[start, end)}, which it keeps.
   *
   * @throws IllegalArgumentException if there is a line feed in it
   */
  public static TsvRow parse(byte[] bytes, int start, int end) {
    TsvRow row = new TsvRow();
    row.begin(bytes, start);
    int at = start;
    while ((at = Separators.next(bytes, at, end)) < end) {
      if (bytes[at] == '\n') {
        throw new IllegalArgumentException("a line feed inside a row; replace it first");
      }
      row.endField(at++);
    }
    row.finish(end);
    return row;
  }

  /** Starts a view at {@code start}; {@link #endField} and {@link #finish} complete it. */
  void begin(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    this.size = 0;
  }

  void endField(int position) {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    ends[size++] = position;
  }

  void finish(int end) {
    endField(end);
    this.end = end;
  }

  /** The number of fields, at least 1. */
  public int size() {
    return size;
  }

  /** The text of a field, counted from 0. */
  public String text(int field) {
    int from = start(field);
    return new String(bytes, from, end(field) - from, StandardCharsets.UTF_8);
  }

  /** The array that {@link #start} and {@link #end} point into; callers only read it. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the line starts in {@link #bytes}. */
  public int start() {
    return start;
  }

  /** Where the line ends in {@link #bytes}, exclusive. */
  public int end() {
    return end;
  }

  /** Where a field starts in {@link #bytes}. */
  public int start(int field) {
    check(field);
    return field == 0 ? start : ends[field - 1] + 1;
  }

  /** Where a field ends in {@link #bytes}, exclusive. */
  public int end(int field) {
    check(field);
    return ends[field];
  }

  /** The bytes of the line, without its line feed. */
  public int length() {
    return end - start;
  }

  /**
   * This row with another text in one field.
   *
   * @throws IllegalArgumentException if the text holds a tab or a line feed
   */
  public TsvRow with(int field, String text) {
    checkField(text);
    byte[] replacement = text.getBytes(StandardCharsets.UTF_8);
    int before = start(field) - start;
    int after = end - end(field);
    byte[] line = new byte[before + replacement.length + after];
    System.arraycopy(bytes, start, line, 0, before);
    System.arraycopy(replacement, 0, line, before, replacement.length);
    System.arraycopy(bytes, end(field), line, before + replacement.length, after);
    return parse(line);
  }

  /**
   * A row of these fields of this one, in this order; a field may be taken twice.
   *
   * @throws IllegalArgumentException if there is none
   */
  public TsvRow select(int... fields) {
    if (fields.length == 0) {
      throw new IllegalArgumentException("a row has at least one field");
    }
    int length = fields.length - 1;
    for (int field : fields) {
      length += end(field) - start(field);
    }
    byte[] line = new byte[length];
    int at = 0;
    for (int i = 0; i < fields.length; i++) {
      if (i > 0) {
        line[at++] = '\t';
      }
      int count = end(fields[i]) - start(fields[i]);
      System.arraycopy(bytes, start(fields[i]), line, at, count);
      at += count;
    }
    return parse(line);
  }

  /** The fields of this row, then those of another. */
  public TsvRow append(TsvRow other) {
    byte[] line = new byte[length() + 1 + other.length()];
    System.arraycopy(bytes, start, line, 0, length());
    int begin = length() + 1;
    line[begin - 1] = '\t';
    System.arraycopy(other.bytes, other.start, line, begin, other.length());

    TsvRow row = new TsvRow();
    row.bytes = line;
    row.end = line.length;
    row.size = size + other.size;
    row.ends = Arrays.copyOf(ends, row.size);
    row.shift(0, size, -start);
    System.arraycopy(other.ends, 0, row.ends, size, other.size);
    row.shift(size, row.size, begin - other.start);
    return row;
  }

  private void shift(int from, int to, int by) {
    for (int i = from; i < to; i++) {
      ends[i] += by;
    }
  }

  /** This row over bytes of its own. */
  public TsvRow copy() {
    return parse(Arrays.copyOfRange(bytes, start, end));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TsvRow row
        && Arrays.equals(bytes, start, end, row.bytes, row.start, row.end);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** The line's text, tabs included. */
  @Override
  public String toString() {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private void check(int field) {
    if (field < 0 || field >= size) {
      throw new IndexOutOfBoundsException("field " + field + " of a row of " + size);
    }
  }

  private static void checkField(String text) {
    if (text.indexOf('\t') >= 0 || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "a field contains a tab or a line feed; replace it first: " + shown(text));
    }
  }

  private static String shown(String text) {
    boolean whole = text.length() <= MOST_SHOWN;
    String start = whole ? text : text.substring(0, MOST_SHOWN);
    String quoted = "'" + start.replace("\t", "\\t").replace("\n", "\\n");
    return whole ? quoted + "'" : quoted + "...' (" + text.length() + " characters)";
  }
}
