package org.shoestring.transform.rows;

import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.steps.ApplySteps;

/**
 * Rows in and out, for a Beam pipeline of your own: one element a line, so that any transform of
 * Beam can work on it.
 *
 * <pre>{@code
 * PCollection<TsvRow> rows =
 *     pipeline.apply("Read", TsvIO.read().from("corpus/*.tsv.gz").withColumns("en", "de"));
 * rows.apply("Write", TsvIO.write().to("clean").withColumns("en", "de"));
 * PCollection<TsvRow> again = other.apply("Read", TsvIO.read().from("clean"));
 * }</pre>
 *
 * <p>A {@code PCollection} has no order. Where order matters, or for lines by the million on one
 * machine, use the transforms over shards ({@link ImportTable}, {@link ApplySteps}, ...), which
 * keep it and are an order of magnitude faster.
 */
public final class TsvIO {
  private TsvIO() {}

  /** Reads the rows of a committed table or of TSV files. */
  public static ReadRows read() {
    return ReadRows.create();
  }

  /** Writes rows as a table into a folder. */
  public static WriteRows write() {
    return WriteRows.create();
  }
}
