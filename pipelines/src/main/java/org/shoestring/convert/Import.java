package org.shoestring.convert;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.LineReader;
import org.shoestring.spec.Plural;
import org.shoestring.tsv.TsvFormat;

/** Makes lines of TSV of records. */
public final class Import {
  private final Records records;
  private final TextOutput target;
  private final Settings settings;
  private final Rejects rejects;
  private byte[] line = new byte[1 << 12];
  private int length;

  /**
   * What is done with what a row cannot hold.
   *
   * @param escape whether fields are escaped, as {@link Escapes} has it
   * @param maxBadRecords how many bad records are set aside; one more is an error
   */
  public record Settings(boolean escape, long maxBadRecords) {}

  /** Takes the bad records. */
  public interface Rejects {
    /** Takes a line of TSV: reason, detail, file, line, text; what is no text is escaped. */
    void add(String line) throws IOException;
  }

  /** How many records became lines, and how many did not. */
  public record Counts(long lines, long rejected) {}

  private Import(Records records, TextOutput target, Settings settings, Rejects rejects) {
    this.records = records;
    this.target = target;
    this.settings = settings;
    this.rejects = rejects;
  }

  /**
   * Writes all records.
   *
   * @throws BadDataException at the first bad one that is too many
   */
  public static Counts run(Records records, TextOutput target, Settings settings, Rejects rejects)
      throws IOException {
    return new Import(records, target, settings, rejects).run();
  }

  private Counts run() throws IOException {
    long lines = 0;
    long rejected = 0;
    while (records.next()) {
      @Nullable Problem problem = records.problem();
      if (problem == null) {
        problem = join(records.fields());
      }
      if (problem == null) {
        target.line(line, 0, length);
        lines++;
      } else if (rejected < settings.maxBadRecords()) {
        rejected++;
        rejects.add(reject(problem));
      } else {
        throw BadDataException.at(records.file(), records.line(), problem.message() + cure());
      }
    }
    return new Counts(lines, rejected);
  }

  /** A line of the table of rejects. */
  private String reject(Problem problem) {
    String fields =
        TsvFormat.line(
            problem.reason(), problem.message(), records.file(), Long.toString(records.line()));
    return fields.strip() + "\t" + records.text() + "\n";
  }

  private String cure() {
    long allowed = settings.maxBadRecords();
    return allowed == 0
        ? ". To set such lines aside, add --max-bad-lines N"
        : ". --max-bad-lines allows " + Plural.of(allowed, "bad line") + ", and this is one more";
  }

  /** Puts the fields of a row together; returns why that cannot be, null if it can. */
  private @Nullable Problem join(byte[][] fields) {
    length = 0;
    for (int i = 0; i < fields.length; i++) {
      byte[] field = settings.escape() ? Escapes.escape(fields[i]) : fields[i];
      ensure(length + field.length + 1);
      if (i > 0) {
        line[length++] = '\t';
      }
      for (byte b : field) {
        if (b == '\t' || b == '\n') {
          return unfit(b, i);
        }
        line[length++] = b;
      }
    }
    return length <= LineReader.MAX_LINE_BYTES
        ? null
        : new Problem(
            "too_long", "the row has " + length + " bytes, but a row can have at most 16 MiB");
  }

  private Problem unfit(byte b, int place) {
    List<String> names = records.columns();
    String column = names.isEmpty() ? "column " + (place + 1) : "column '" + names.get(place) + "'";
    String what = b == '\t' ? "a tab" : "a line feed";
    return new Problem(
        b == '\t' ? "tab" : "line_feed",
        column
            + " contains "
            + what
            + ", which a TSV file cannot hold; add --escape to write it as "
            + (b == '\t' ? "\\t" : "\\n"));
  }

  private void ensure(int size) {
    if (line.length < size) {
      line = Arrays.copyOf(line, Math.max(size, line.length + (line.length >> 1)));
    }
  }
}
