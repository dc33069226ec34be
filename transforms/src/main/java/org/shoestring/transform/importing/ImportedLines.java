package org.shoestring.transform.importing;

import java.io.IOException;
import java.util.List;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.RejectedLines;

/**
 * Which lines of its source files the lines of a table are that {@link ImportTable} made. The files
 * are not read: shards tell how many lines are before, rejects which ones were left out.
 */
public final class ImportedLines {
  private final List<ImportUnit> units;
  private final int headers;
  private final List<CommittedShard> shards;
  private final Layout kept;
  private final RejectedLines rejected;
  private final long[] before;

  /**
   * A line of a source file.
   *
   * @param line its number, counted from 1
   */
  public record SourceLine(String file, long line) {}

  /**
   * The lines of an output's tables.
   *
   * @param units what was imported, in order
   * @param header whether the first line of every file was none of the table's
   * @param kept its main table
   * @param rejected its table of rejected lines
   */
  public ImportedLines(List<ImportUnit> units, boolean header, Table kept, Table rejected) {
    this.units = List.copyOf(units);
    this.headers = header ? 1 : 0;
    this.shards = kept.shards();
    this.kept = Layout.ofShards(shards);
    this.rejected = new RejectedLines(rejected, units.size(), headers);
    this.before = before();
  }

  /** For each shard, the lines of its unit that are before it, rejected ones included. */
  private long[] before() {
    long[] lines = new long[shards.size()];
    for (int place = 1; place < lines.length; place++) {
      Shard last = shards.get(place - 1);
      if (shards.get(place).unit() == last.unit()) {
        lines[place] = lines[place - 1] + last.lines() + rejected.count(last.unit(), last.piece());
      }
    }
    return lines;
  }

  /** Where a kept line, counted from 0 over all shards, was: a line a side. */
  public List<SourceLine> ofKept(long line) throws IOException {
    int place = kept.placeOf(line);
    Shard shard = shards.get(place);
    int unit = shard.unit();
    long number =
        rejected.numberOfKept(
            unit,
            shard.piece(),
            line - kept.firstLine(place),
            stood -> stood.line() - headers - before[place]);
    return lines(unit, before[place] + number);
  }

  /** Where a line of the table of rejected ones was. */
  public List<SourceLine> ofRejected(long line) throws IOException {
    RejectedLines.Stood stood = rejected.stood(line);
    return lines(stood.source(), stood.line() - headers);
  }

  private List<SourceLine> lines(int unit, long number) {
    return units.get(unit).files().stream()
        .map(file -> new SourceLine(file, headers + number + 1))
        .toList();
  }
}
