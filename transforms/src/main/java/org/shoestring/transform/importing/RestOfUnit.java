package org.shoestring.transform.importing;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.Rejects;
import org.shoestring.transform.importing.SourceLines.Position;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.Progress;

/**
 * The lines of a unit behind the pieces that are there, which become further pieces. Its files are
 * opened when they are first read.
 */
final class RestOfUnit implements Closeable {
  private final ImportUnit unit;
  private final ImportTable.Settings settings;
  private final Output output;
  private final List<Position> positions;
  private final Map<String, SourceVersion> versions;
  private @Nullable SideBySide opened;

  RestOfUnit(
      ImportUnit unit,
      ImportTable.Settings settings,
      Output output,
      List<Position> positions,
      Map<String, SourceVersion> versions) {
    this.unit = unit;
    this.settings = settings;
    this.output = output;
    this.positions = positions;
    this.versions = versions;
  }

  /**
   * Imports the next piece.
   *
   * @param rejected how many lines of the pieces before were set aside
   */
  UnitRecord importPiece(int piece, long rejected) throws IOException {
    Progress progress = OutputWork.on(output).progress();
    SideBySide lines = opened;
    boolean any = true;
    if (lines == null) {
      lines = new SideBySide(output.stores(), unit, settings, positions, versions, progress);
      opened = lines;
      any = lines.next();
    }
    UnitRecord made = importPiece(piece, lines, any, rejected, progress);
    SourceVersion.check(unit, versions, output.stores());
    return made;
  }

  /** Imports from the current line, if there is one, to the end of the piece or of the unit. */
  private UnitRecord importPiece(
      int piece, SideBySide lines, boolean any, long rejected, Progress progress)
      throws IOException {
    try (ShardWriter kept = output.newShardInBackground(TableName.MAIN, unit.unit(), piece);
        Rejects rejects = new Rejects(output, unit.unit(), piece)) {
      boolean more = any;
      List<Position> cut = List.of();
      long counted = 0;
      while (more && cut.isEmpty()) {
        String problem = lines.problem();
        if (problem == null) {
          kept.write(lines.bytes(), lines.start(), lines.end());
        } else if (rejected + rejects.count() < settings.maxBadLines()) {
          TsvRow text = TsvRow.of(lines.text());
          rejects.add(problem, "", unit.unit(), lines.line(), text);
        } else {
          throw lines.error(problem, ". To set such lines aside, set max-bad-lines");
        }
        if ((kept.lines() & 0xfff) == 0) {
          progress.addLines(kept.lines() - counted, kept.lines() - counted);
          counted = kept.lines();
        }
        if (kept.raw() >= settings.shardBytes()) {
          cut = lines.positions();
        }
        more = lines.next();
      }
      progress.addLines(kept.lines() - counted + rejects.count(), kept.lines() - counted);
      List<List<String>> notes = new ArrayList<>();
      if (!more) {
        notes.add(List.of(UnitRecord.END));
      }
      for (int side = 0; more && side < cut.size(); side++) {
        notes.add(note(side, cut.get(side)));
      }
      return Rejects.record(kept.finish(), rejects, notes);
    }
  }

  private static List<String> note(int side, Position position) {
    return List.of(
        ImportFn.AT,
        Integer.toString(side),
        Long.toString(position.lines()),
        Long.toString(position.bytes()));
  }

  @Override
  public void close() throws IOException {
    SideBySide lines = opened;
    if (lines != null) {
      lines.close();
    }
  }
}
