package org.shoestring.transform.steps;

import java.io.IOException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Layout;
import org.shoestring.transform.RejectedLines;

/** Which lines of its input the lines of a table are that {@link ApplySteps} made. */
public final class KeptLines {
  private final Layout input;
  private final Layout kept;
  private final RejectedLines rejected;

  /**
   * The lines of an output.
   *
   * @param kept its main table
   * @param rejected its table of rejected lines
   */
  public KeptLines(Table input, Table kept, Table rejected) {
    this.input = Layout.ofShards(input.shards());
    this.kept = Layout.ofShards(kept.shards());
    this.rejected = new RejectedLines(rejected, this.input.endPlace(), 0);
  }

  /** The line of the input that a kept line was, both counted from 0 over all shards. */
  public long ofKept(long line) throws IOException {
    int unit = kept.placeOf(line);
    long number = line - kept.firstLine(unit);
    return input.firstLine(unit)
        + rejected.numberOfKept(unit, 0, number, RejectedLines.Stood::line);
  }

  /** The line of the input that a line of the table of rejected ones was. */
  public long ofRejected(long line) throws IOException {
    RejectedLines.Stood stood = rejected.stood(line);
    return input.firstLine(stood.source()) + stood.line();
  }
}
