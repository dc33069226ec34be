package org.shoestring.transform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Layout;
import org.shoestring.table.Output;
import org.shoestring.table.Shard;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecord;

/**
 * Which lines of its source files the lines of a table are that {@link ImportTable} made. The files
 * are not read: shards tell how many lines are before, rejects which ones were left out, and for
 * sides of several files the records of the units where each file ends.
 */
public final class ImportedLines {
  private final Output output;
  private final List<ImportUnit> units;
  private final int headers;
  private final List<Shard> shards;
  private final Layout kept;
  private final RejectedLines rejected;
  private final long[] before;
  private final Map<Integer, List<Layout>> files = new HashMap<>();

  /**
   * A line of a source file.
   *
   * @param line its number, counted from 1
   */
  public record SourceLine(String file, long line) {}

  /**
   * The lines of an output.
   *
   * @param units what was imported, in order
   * @param header whether the first line of every file was none of the table's
   * @param kept its main table
   * @param rejected its table of rejected lines
   */
  public ImportedLines(
      Output output, List<ImportUnit> units, boolean header, Table kept, Table rejected) {
    this.output = output;
    this.units = List.copyOf(units);
    this.headers = header ? 1 : 0;
    this.shards = kept.shards();
    this.kept = Layout.ofShards(shards);
    this.rejected = new RejectedLines(rejected);
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
            stood -> numberInUnit(unit, stood) - before[place]);
    return lines(unit, before[place] + number);
  }

  /** Where a line of the table of rejected ones was. */
  public List<SourceLine> ofRejected(long line) throws IOException {
    RejectedLines.Stood stood = rejected.stood(line);
    // Only a unit side by side has several files, and it is the only one.
    int unit = Math.min(stood.source(), units.size() - 1);
    return lines(unit, numberInUnit(unit, stood));
  }

  /** The number in the unit of a line of the first side; its source counts units and files. */
  private long numberInUnit(int unit, RejectedLines.Stood stood) throws IOException {
    int file = stood.source() - unit;
    long line = stood.line() - headers;
    return file == 0 ? line : files(unit).get(0).firstLine(file) + line;
  }

  private List<SourceLine> lines(int unit, long number) throws IOException {
    List<SourceLine> lines = new ArrayList<>();
    List<List<String>> sides = units.get(unit).sides();
    for (int side = 0; side < sides.size(); side++) {
      List<String> paths = sides.get(side);
      if (paths.size() == 1) {
        lines.add(new SourceLine(paths.get(0), headers + number + 1));
      } else {
        Layout ends = files(unit).get(side);
        int file = ends.placeOf(number);
        long line = headers + number - ends.firstLine(file) + 1;
        lines.add(new SourceLine(paths.get(file), line));
      }
    }
    return lines;
  }

  /** For each side, its files laid out one after another. */
  private List<Layout> files(int unit) throws IOException {
    List<Layout> known = files.get(unit);
    if (known == null) {
      known = readFiles(unit);
      files.put(unit, known);
    }
    return known;
  }

  private List<Layout> readFiles(int unit) throws IOException {
    List<List<Layout.Entry>> entries = new ArrayList<>();
    units.get(unit).sides().forEach(side -> entries.add(new ArrayList<>()));
    int piece = 0;
    Optional<UnitRecord> record = output.record(Output.recordName(unit, piece));
    while (record.isPresent()) {
      for (List<String> note : record.get().notes(ImportFn.ENDED)) {
        int file = Integer.parseInt(note.get(1));
        long lines = Long.parseLong(note.get(2)) - headers;
        entries.get(Integer.parseInt(note.get(0))).add(new Layout.Entry(file, lines, 0));
      }
      record = output.record(Output.recordName(unit, ++piece));
    }
    for (int side = 0; side < entries.size(); side++) {
      int files = units.get(unit).sides().get(side).size();
      if (files > 1 && entries.get(side).size() != files) {
        throw new UsageException(
            output.folder()
                + ": its records do not tell where each of "
                + files
                + " files side by side ends; delete it to import them again");
      }
    }
    return entries.stream().map(Layout::of).toList();
  }
}
