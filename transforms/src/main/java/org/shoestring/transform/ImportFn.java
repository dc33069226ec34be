package org.shoestring.transform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.shoestring.store.ObjectName;
import org.shoestring.store.StoredObject;
import org.shoestring.table.Output;
import org.shoestring.table.Shard;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecord;
import org.shoestring.transform.SourceLines.Position;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Row;
import org.shoestring.tsv.TsvFormat;

/** Imports one unit, a record a piece; goes on behind the last piece that has its record. */
final class ImportFn extends DoFn<ImportUnit, Shard> {
  private static final long serialVersionUID = 1;

  /** The note of a piece's record that says how far a side was read: side, file, lines, bytes. */
  private static final String AT = "at";

  /**
   * The note of a piece's record for each file that ended in it, if its side has several: side,
   * file, lines.
   */
  static final String ENDED = "ended";

  private final ImportTable.Settings settings;
  private final Output output;
  private final Map<String, SourceVersion> versions;

  ImportFn(ImportTable.Settings settings, Output output, Map<String, SourceVersion> versions) {
    this.settings = settings;
    this.output = output;
    this.versions = new HashMap<>(versions);
  }

  @ProcessElement
  public void process(@Element ImportUnit unit, OutputReceiver<Shard> out) throws Exception {
    Progress progress = Progress.of(output.folder());
    try (WorkSlots.Slot slot = WorkSlots.take(WorkSlots.UNIT_BYTES)) {
      List<Position> positions = Collections.nCopies(unit.sides().size(), Position.START);
      long rejected = 0;
      int piece = 0;
      Optional<UnitRecord> done = output.record(Output.recordName(unit.unit(), piece));
      while (done.isPresent()) {
        emit(done.get(), out);
        if (isLast(done.get())) {
          progress.addUnit();
          return;
        }
        positions = positions(done.get());
        rejected += rejected(done.get());
        done = output.record(Output.recordName(unit.unit(), ++piece));
      }
      try (SideBySide lines = new SideBySide(unit, settings, positions, versions, progress)) {
        boolean more = lines.next();
        UnitRecord record;
        do {
          UnitRecord made =
              importPiece(unit.unit(), piece, lines, more, positions, rejected, progress);
          checkVersions(unit, positions, lines);
          record = output.finish(Output.recordName(unit.unit(), piece), made);
          emit(record, out);
          rejected += rejected(record);
          positions = positions(record);
          more = true;
          piece++;
        } while (!isLast(record));
      }
      progress.addUnit();
    } catch (OutOfMemoryError e) {
      OutOfMemory.halt(e);
    }
  }

  /** Imports from the current line, if there is one, to the end of the piece or of the unit. */
  private UnitRecord importPiece(
      int unit,
      int piece,
      SideBySide lines,
      boolean any,
      List<Position> from,
      long rejected,
      Progress progress)
      throws IOException {
    try (ShardWriter kept = output.newShardInBackground(Table.MAIN, unit, piece);
        Rejects rejects = new Rejects(output, unit, piece)) {
      boolean more = any;
      List<Position> cut = List.of();
      long counted = 0;
      while (more && cut.isEmpty()) {
        String problem = lines.problem();
        if (problem == null) {
          kept.write(lines.bytes(), lines.start(), lines.end());
        } else if (rejected + rejects.count() < settings.maxBadLines()) {
          Row text = Row.of(lines.text());
          rejects.add(problem, "", unit + lines.fileNumber(), lines.line(), text);
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
      for (int side = 0; side < cut.size(); side++) {
        notes.add(note(side, cut.get(side)));
      }
      for (int side = 0; side < from.size(); side++) {
        SourceLines files = lines.side(side);
        int end = more ? cut.get(side).file() : files.files();
        notes.addAll(ended(side, files, from.get(side).file(), end));
      }
      return Rejects.record(kept.finish(), rejects, notes);
    }
  }

  /** Fails if a file that lines were read from is not the one that the output is named by. */
  private void checkVersions(ImportUnit unit, List<Position> from, SideBySide lines)
      throws IOException {
    for (int side = 0; side < from.size(); side++) {
      int first = from.get(side).file();
      int last = Math.max(first, lines.side(side).fileNumber());
      for (String file : unit.sides().get(side).subList(first, last + 1)) {
        SourceVersion expected = versions.get(file);
        if (expected == null) {
          continue;
        }
        Optional<StoredObject> found = ObjectName.of(file).stat();
        Optional<SourceVersion> now =
            found.isEmpty() ? Optional.empty() : expected.asItIs(file, found.get());
        versions.put(
            file,
            now.orElseThrow(
                () ->
                    new BadDataException(
                        file
                            + (found.isEmpty() ? ": deleted" : ": changed")
                            + " while it was imported; run the command again to import what is"
                            + " there now")));
      }
    }
  }

  private static List<String> note(int side, Position position) {
    return TsvFormat.fields(
        AT
            + "\t"
            + side
            + "\t"
            + position.file()
            + "\t"
            + position.lines()
            + "\t"
            + position.bytes());
  }

  private static List<List<String>> ended(int side, SourceLines files, int from, int end) {
    List<List<String>> notes = new ArrayList<>();
    for (int file = from; file < end && files.files() > 1; file++) {
      String lines = Long.toString(files.length(file));
      notes.add(List.of(ENDED, Integer.toString(side), Integer.toString(file), lines));
    }
    return notes;
  }

  private static List<Position> positions(UnitRecord record) {
    return record.notes(AT).stream()
        .map(
            note ->
                new Position(
                    Integer.parseInt(note.get(1)),
                    Long.parseLong(note.get(2)),
                    Long.parseLong(note.get(3))))
        .toList();
  }

  private static boolean isLast(UnitRecord record) {
    return !record.notes(UnitRecord.END).isEmpty();
  }

  private static long rejected(UnitRecord record) {
    return record.reasons().values().stream().mapToLong(Long::longValue).sum();
  }

  private static void emit(UnitRecord record, OutputReceiver<Shard> out) {
    record.shards().stream().filter(shard -> shard.table().equals(Table.MAIN)).forEach(out::output);
  }
}
