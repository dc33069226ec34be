package org.shoestring.transform.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Plural;
import org.shoestring.store.ObjectName;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.Rejects;
import org.shoestring.transform.importing.SourceLines.Position;
import org.shoestring.transform.unit.FinishedUnits;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.RecordsAhead;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.foreign.Compression;
import org.shoestring.tsv.foreign.Dictionaries;
import org.shoestring.worker.Progress;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.WorkSlots;

/**
 * Imports one unit, a record a piece; goes on behind the last piece that has its record. The
 * versions of its files come with it: a runner may copy this function for every unit.
 */
public final class ImportFn extends DoFn<KV<ImportUnit, Map<String, SourceVersion>>, WrittenShard> {
  private static final long serialVersionUID = 1;

  /** The note of a piece's record that says how far a file was read: side, lines, bytes. */
  private static final String AT = "at";

  private final ImportTable.Settings settings;
  private final Output output;
  private final FinishedUnits finished;

  public ImportFn(ImportTable.Settings settings, Output output) {
    this.settings = settings;
    this.output = output;
    this.finished = new FinishedUnits(output);
  }

  @ProcessElement
  public void process(
      @Element KV<ImportUnit, Map<String, SourceVersion>> versioned,
      OutputReceiver<WrittenShard> out)
      throws Exception {
    ImportUnit unit = versioned.getKey();
    OutputWork work = OutputWork.on(output);
    List<WrittenShard> shards = new ArrayList<>();
    try (StopSignal.Registration stopped = work.stop().enter();
        WorkSlots.Slot slot = WorkSlots.take(WorkSlots.UNIT_BYTES, dictionaries(unit))) {
      importUnit(unit, new HashMap<>(versioned.getValue()), shards, work);
    }
    work.progress().addUnit();
    work.report();
    shards.forEach(out::output); // Whoever takes them may need a slot.
  }

  private void importUnit(
      ImportUnit unit,
      Map<String, SourceVersion> versions,
      List<WrittenShard> shards,
      OutputWork work)
      throws IOException {
    List<Position> positions = Collections.nCopies(unit.files().size(), Position.START);
    long rejected = 0;
    long read = settings.header() ? 1 : 0;
    int piece = 0;
    RecordsAhead records = finished.records();
    Optional<UnitRecord> done = records.record(UnitRecords.name(unit.unit(), piece));
    while (done.isPresent()) {
      work.records().keep(UnitRecords.name(unit.unit(), piece), done.get());
      shards.addAll(done.get().kept());
      read += lines(done.get());
      positions = positions(unit, piece, done.get(), read);
      if (done.get().isLast()) {
        return;
      }
      rejected += done.get().rejected();
      done = records.record(UnitRecords.name(unit.unit(), ++piece));
    }
    Progress progress = work.progress();
    try (SideBySide lines =
        new SideBySide(output.stores(), unit, settings, positions, versions, progress)) {
      boolean more = lines.next();
      UnitRecord record;
      do {
        UnitRecord made = importPiece(unit.unit(), piece, lines, more, rejected, progress);
        checkVersions(unit, versions);
        String name = UnitRecords.name(unit.unit(), piece);
        record = work.records().keep(name, output.records().finish(name, made));
        shards.addAll(record.kept());
        rejected += record.rejected();
        read += lines(record);
        positions(unit, piece, record, read);
        more = true;
        piece++;
      } while (!record.isLast());
    }
  }

  /** What the dictionaries of files that are named as compressed by xz or zstd need. */
  private Dictionaries.Need dictionaries(ImportUnit unit) throws IOException {
    Dictionaries.Need need = Dictionaries.Need.NONE;
    for (String file : unit.files()) {
      Compression named = Compression.ofFile(file).orElse(Compression.GZIP);
      if (named == Compression.XZ || named == Compression.ZSTD) {
        try (InputStream stored = ObjectName.of(file).open(output.stores())) {
          need = need.plus(Dictionaries.of(stored));
        }
      }
    }
    return need;
  }

  /** Imports from the current line, if there is one, to the end of the piece or of the unit. */
  private UnitRecord importPiece(
      int unit, int piece, SideBySide lines, boolean any, long rejected, Progress progress)
      throws IOException {
    try (ShardWriter kept = output.newShardInBackground(TableName.MAIN, unit, piece);
        Rejects rejects = new Rejects(output, unit, piece)) {
      boolean more = any;
      List<Position> cut = List.of();
      long counted = 0;
      while (more && cut.isEmpty()) {
        String problem = lines.problem();
        if (problem == null) {
          kept.write(lines.bytes(), lines.start(), lines.end());
        } else if (rejected + rejects.count() < settings.maxBadLines()) {
          TsvRow text = TsvRow.of(lines.text());
          rejects.add(problem, "", unit, lines.line(), text);
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

  /** Fails if a file is not the one that the output is named by. */
  private void checkVersions(ImportUnit unit, Map<String, SourceVersion> versions)
      throws IOException {
    for (String file : unit.files()) {
      SourceVersion expected = versions.get(file);
      if (expected == null) {
        continue;
      }
      Optional<StoredObject> found = ObjectName.of(file).stat(output.stores());
      Optional<SourceVersion> now =
          found.isEmpty() ? Optional.empty() : expected.asItIs(output.stores(), file, found.get());
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

  private static List<String> note(int side, Position position) {
    return List.of(
        AT,
        Integer.toString(side),
        Long.toString(position.lines()),
        Long.toString(position.bytes()));
  }

  /** How many lines of its files a piece is made of. */
  private long lines(UnitRecord piece) {
    return output.records().shard(piece, TableName.MAIN).lines() + piece.rejected();
  }

  /**
   * Where the files are read on after a piece; nowhere after the last one.
   *
   * @param read how many lines of each the pieces are made of, up to this one
   */
  private List<Position> positions(ImportUnit unit, int piece, UnitRecord record, long read) {
    String name = UnitRecords.name(unit.unit(), piece);
    int count = record.isLast() ? 0 : unit.files().size();
    List<Position> positions = new ArrayList<>();
    return output
        .records()
        .notes(
            name,
            record,
            AT,
            count,
            line -> {
              if (line.with(3).number(1) != positions.size()) {
                throw new IllegalArgumentException(
                    "side "
                        + line.number(1)
                        + " is not in its place: expected "
                        + positions.size());
              }
              Position position = new Position(line.count(2), line.count(3));
              if (position.lines() != read) {
                throw new IllegalArgumentException(
                    Plural.of(position.lines(), "line")
                        + " of side "
                        + positions.size()
                        + " were read, expected "
                        + read
                        + ", the lines of the pieces up to this one");
              }
              positions.add(position);
              return position;
            });
  }
}
