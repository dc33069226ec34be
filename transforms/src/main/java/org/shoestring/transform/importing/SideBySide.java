package org.shoestring.transform.importing;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.LineReader;
import org.shoestring.bytes.Utf8;
import org.shoestring.spec.Plural;
import org.shoestring.store.Stores;
import org.shoestring.transform.importing.SourceLines.Position;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.Progress;

/**
 * The lines of one unit of an import: those of a TSV file as they are, or those of parallel files
 * joined by tabs, each checked to be a row of the table.
 */
public final class SideBySide implements Closeable {
  /** What is kept of a bad line: escaped it is up to four times as long, and must fit a row. */
  private static final int MOST_REJECTED_BYTES = 1 << 18;

  private final List<SourceLines> sides = new ArrayList<>();
  private final Columns columns;
  private byte[] joined = new byte[1 << 12];
  private byte[] bytes = joined;
  private int start;
  private int end;

  /**
   * Opens the sides.
   *
   * @param settings the columns, and whether files have a header
   * @param from a position a side
   * @param versions of those files that were identified, by path
   */
  public SideBySide(
      Stores stores,
      ImportUnit unit,
      ImportTable.Settings settings,
      List<Position> from,
      Map<String, SourceVersion> versions,
      Progress progress) {
    this.columns = settings.columns();
    List<String> names = columns.names();
    int count = unit.files().size();
    for (int side = 0; side < count; side++) {
      List<String> header = count == 1 ? names : names.subList(side, side + 1);
      sides.add(
          new SourceLines(
              stores,
              unit.files().get(side),
              settings.header() ? header : List.of(),
              from.get(side),
              versions,
              progress));
    }
  }

  /**
   * Moves to the next line; false at the end.
   *
   * @throws BadDataException if one side ends before another
   */
  public boolean next() throws IOException {
    boolean more = sides.get(0).next();
    for (SourceLines side : sides.subList(1, sides.size())) {
      if (side.next() != more) {
        throw more ? unequal(sides.get(0), side) : unequal(side, sides.get(0));
      }
    }
    if (more) {
      join();
    }
    return more;
  }

  /** The error of a side that is longer than another, with the lines of both. */
  private static BadDataException unequal(SourceLines longer, SourceLines shorter)
      throws IOException {
    String file = longer.file();
    long line = longer.current().line();
    long lines = line;
    while (longer.next()) {
      lines = longer.current().line();
    }
    return BadDataException.at(
        file,
        line,
        "this line has no partner, because "
            + file
            + " has "
            + Plural.of(lines, "line")
            + ", but "
            + shorter.file()
            + " has "
            + shorter.position().lines()
            + "; files side by side must have the same number of lines");
  }

  private void join() {
    if (sides.size() == 1) {
      LineReader line = sides.get(0).current();
      bytes = line.bytes();
      start = line.start();
      end = line.end();
      return;
    }
    int at = 0;
    for (SourceLines side : sides) {
      LineReader line = side.current();
      int length = line.end() - line.start();
      if (joined.length < at + length + 1) {
        joined = Arrays.copyOf(joined, Math.max(2 * joined.length, at + length + 1));
      }
      System.arraycopy(line.bytes(), line.start(), joined, at, length);
      at += length;
      joined[at++] = '\t';
    }
    bytes = joined;
    start = 0;
    end = at - 1;
  }

  /** The reason why the current line is no row of the table, a stable token; null if it is one. */
  public @Nullable String problem() {
    boolean tooLong = end - start > LineReader.MAX_LINE_BYTES;
    for (SourceLines side : sides) {
      tooLong |= side.current().isTooLong();
    }
    if (tooLong) {
      return "too_long";
    }
    if (!Utf8.isValid(bytes, start, end)) {
      return "utf8";
    }
    return fields() == columns.size() ? null : "columns";
  }

  private int fields() {
    int fields = sides.size();
    for (SourceLines side : sides) {
      fields += side.current().tabs();
    }
    return fields;
  }

  /**
   * The error of the current line.
   *
   * @param cure what else may be done, behind what is wrong and how to mend it
   */
  public BadDataException error(String reason, String cure) {
    String message =
        switch (reason) {
          case "too_long" ->
              "the line is longer than "
                  + (LineReader.MAX_LINE_BYTES >> 20)
                  + " MiB, the longest that a table can hold; is this a text file?";
          case "utf8" -> "invalid UTF-8 (" + firstBadByte() + "); " + Utf8.CURE;
          default ->
              Plural.of(fields(), "column")
                  + ", expected "
                  + columns.size()
                  + " ("
                  + columns
                  + "); "
                  + (sides.size() > 1
                      ? "files side by side must have one column each, so replace the tabs in"
                          + " their text"
                      : "correct the line, or change 'columns'");
        };
    return BadDataException.at(file(), line(), message + cure);
  }

  private String firstBadByte() {
    int at = Utf8.firstInvalid(bytes, start, end);
    return String.format(Locale.ROOT, "byte 0x%02x after %d bytes", bytes[at] & 0xff, at - start);
  }

  /** The current line as text, with what cannot be text escaped; of a long one its first part. */
  String text() {
    return Utf8.escaped(bytes, start, Math.min(end, start + MOST_REJECTED_BYTES));
  }

  /** The file of the current line, the first one of several. */
  String file() {
    return sides.get(0).file();
  }

  long line() {
    return sides.get(0).current().line();
  }

  public byte[] bytes() {
    return bytes;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** The position of each side behind the current line. */
  List<Position> positions() {
    return sides.stream().map(SourceLines::position).toList();
  }

  @Override
  public void close() throws IOException {
    for (SourceLines side : sides) {
      side.close();
    }
  }
}
