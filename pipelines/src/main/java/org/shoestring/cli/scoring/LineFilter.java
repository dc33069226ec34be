package org.shoestring.cli.scoring;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.shoestring.bytes.BadDataException;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.spec.Plural;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.tsv.TsvRow;

/** Which lines count, asked for one line after another. */
abstract class LineFilter implements Closeable {
  private long chosen;

  /** All of them. */
  static LineFilter all() {
    return new LineFilter() {
      @Override
      boolean isChosen(long line) {
        return true;
      }

      @Override
      void checkEnd(long lines) {}

      @Override
      public void close() {}
    };
  }

  /** What {@code --where} says: {@code LINES}, or {@code SOURCE=VALUE}. */
  static LineFilter parse(String text, SettingOptions settings) throws IOException {
    LineSource source = LineSource.open(source(text), 0, settings);
    return isNumbers(text) ? new Numbers(source) : new Value(source, value(text));
  }

  private static boolean isNumbers(String text) {
    return text.indexOf('=') < 0 || (!Location.isRemote(text) && Files.exists(Path.of(text)));
  }

  /** The text that is read. */
  static String source(String text) {
    return isNumbers(text) ? text : text.substring(0, text.lastIndexOf('='));
  }

  private static String value(String text) {
    return text.substring(text.lastIndexOf('=') + 1);
  }

  /** What signatures call the lines: the value, or {@code lines}. */
  static String subset(String text) {
    return isNumbers(text) ? "lines" : value(text).replaceAll("[|:\\s]", "_");
  }

  /**
   * Whether the next line counts.
   *
   * @param line its number, from 1 on
   */
  final boolean counts(long line) throws IOException {
    boolean counts = isChosen(line);
    chosen += counts ? 1 : 0;
    return counts;
  }

  /**
   * Checks what was chosen when there are no more lines.
   *
   * @param lines how many there were
   */
  final void end(long lines) throws IOException {
    checkEnd(lines);
    if (chosen == 0 && lines > 0) {
      throw new BadDataException(
          "--where: none of the "
              + Plural.of(lines, "line")
              + " counts; correct the value or the numbers");
    }
  }

  abstract boolean isChosen(long line) throws IOException;

  abstract void checkEnd(long lines) throws IOException;

  /** The only field of a row. */
  private static String only(LineSource source, long line) {
    TsvRow row = source.row();
    if (row.size() != 1) {
      throw new UsageException(
          "--where: "
              + source.name()
              + ":"
              + line
              + ": "
              + row.size()
              + " columns, expected one; choose it with FILE.yaml:STAGE:COLUMN, or with 'cut -f'");
    }
    return row.text(0);
  }

  /** Numbers of lines, in order. */
  private static final class Numbers extends LineFilter {
    private final LineSource source;
    private long read;
    private long next;

    Numbers(LineSource source) throws IOException {
      this.source = source;
      advance();
    }

    private void advance() throws IOException {
      if (!source.next()) {
        next = Long.MAX_VALUE;
        return;
      }
      read++;
      String text = only(source, read);
      if (!text.matches("[1-9][0-9]{0,17}")) {
        throw BadDataException.at(
            source.name(),
            read,
            Shown.quoted(text) + " is not the number of a line; expected whole numbers from 1 on");
      }
      long number = Long.parseLong(text);
      if (number <= next) {
        throw BadDataException.at(
            source.name(),
            read,
            number + " stands after " + next + "; sort the numbers first: sort -nu");
      }
      next = number;
    }

    @Override
    boolean isChosen(long line) throws IOException {
      if (line < next) {
        return false;
      }
      advance();
      return true;
    }

    @Override
    void checkEnd(long lines) {
      if (next != Long.MAX_VALUE) {
        throw BadDataException.at(
            source.name(),
            read,
            "there is no line " + next + " to score, only " + Plural.of(lines, "line"));
      }
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }

  /** A value beside each line. */
  private static final class Value extends LineFilter {
    private final LineSource source;
    private final String value;

    Value(LineSource source, String value) {
      this.source = source;
      this.value = value;
    }

    @Override
    boolean isChosen(long line) throws IOException {
      if (!source.next()) {
        throw new BadDataException(
            "--where: "
                + source.name()
                + " has "
                + Plural.of(line - 1, "line")
                + ", but there are more lines to score; both need the same number of lines");
      }
      return only(source, line).equals(value);
    }

    @Override
    void checkEnd(long lines) throws IOException {
      if (source.next()) {
        throw new BadDataException(
            "--where: "
                + source.name()
                + " has more lines than the "
                + lines
                + " to score; both need the same number of lines");
      }
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
