package org.shoestring.shuffle.split;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.shoestring.shuffle.Seed;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;

/**
 * How a table is split: by what a line goes to which part.
 *
 * @param columns that a hash is made of, all if there are none; those that make up the label
 */
public record Split(By by, List<String> columns, Parts parts, Seed seed) implements Serializable {

  /** What decides the part of a line. */
  public enum By {
    /** Its number in the table, at random: parts have exact sizes. */
    POSITION("position"),
    /** A hash of its columns: it stays in its part when the table grows. */
    HASH("hash"),
    /** Its number among the lines of its label, at random: parts have equal shares of each. */
    LABEL("label");

    private final String token;

    By(String token) {
      this.token = token;
    }

    /** As users write it. */
    public String token() {
      return token;
    }

    /** The one of that name. */
    public static By named(String where, String name) {
      List<String> known = List.of(values()).stream().map(By::token).toList();
      int found = known.indexOf(name);
      if (found < 0) {
        throw UsageException.unknown(where, "way to split", name, known);
      }
      return values()[found];
    }
  }

  public Split {
    columns = List.copyOf(columns);
    String where = parts.where();
    switch (by) {
      case POSITION -> {
        if (!columns.isEmpty()) {
          throw new UsageException(
              where
                  + ": a split by position does not use columns, but columns names "
                  + String.join(", ", columns)
                  + "; remove columns, or split by hash or by label");
        }
      }
      case HASH ->
          parts.checkNoLines(
              "by hash, each line is drawn alone, so lines cannot be counted; to get exact"
                  + " numbers, leave out 'by: hash'");
      case LABEL -> {
        if (columns.isEmpty()) {
          throw new UsageException(
              where + ": a split by label needs columns; name the columns that hold the label");
        }
      }
    }
    UsageException.checkDistinct(where, "column", columns);
  }

  /** The names of the columns it looks at, in a table with these; none by position. */
  public List<String> columnsOf(Columns table) {
    for (String column : columns) {
      if (table.find(column).isEmpty()) {
        throw UsageException.unknown(parts.where(), "column", column, table.names());
      }
    }
    return by == By.HASH && columns.isEmpty() ? table.names() : columns;
  }

  /** The places of these columns. */
  public int[] fields(Columns table) {
    return columnsOf(table).stream().mapToInt(table.names()::indexOf).toArray();
  }

  /**
   * How many of so many lines each part gets; empty by hash, where the lines decide.
   *
   * @throws UsageException if they are more than there are, or fewer and none is the rest
   */
  public Optional<long[]> counts(long lines) {
    return by == By.HASH ? Optional.empty() : Optional.of(parts.counts(lines));
  }

  /** About which fraction of the lines goes to parts that are not the rest. */
  public double gathered(long lines) {
    if (by == By.HASH) {
      return parts.fractions().doubleValue();
    }
    long[] counts = parts.counts(lines);
    long sized = IntStream.of(parts.sized()).mapToLong(part -> counts[part]).sum();
    return (double) sized / Math.max(1, lines);
  }
}
