package org.shoestring.transform.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.shoestring.spec.Plural;
import org.shoestring.store.ObjectName;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.importing.SourceLines.Position;
import org.shoestring.transform.unit.FinishedUnits;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.SpareOptions;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.foreign.Compression;
import org.shoestring.tsv.foreign.Dictionaries;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.WorkSlots;

/**
 * Imports one unit, a record a piece; goes on behind the last piece that has its record. The
 * versions of its files come with it: a runner may copy this function for every unit.
 */
public final class ImportFn extends DoFn<KV<ImportUnit, Map<String, SourceVersion>>, WrittenShard> {
  private static final long serialVersionUID = 1;

  /** The note of a piece's record that says how far a file was read: side, lines, bytes. */
  static final String AT = "at";

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
      PipelineOptions options,
      OutputReceiver<WrittenShard> out)
      throws Exception {
    OutputWork work = OutputWork.on(output);
    List<WrittenShard> shards = shards(versioned, SpareOptions.of(options), false);
    work.progress().addUnit();
    work.report();
    shards.forEach(out::output); // Whoever takes them may need a slot.
  }

  /** Finds the record of a piece. */
  private interface Records {
    Optional<UnitRecord> find(String name) throws IOException;
  }

  /**
   * Does what is not done of a unit.
   *
   * @param fresh whether the records that there are now are asked for, rather than those that were
   *     listed for all units
   * @return all its shards
   */
  List<WrittenShard> shards(
      KV<ImportUnit, Map<String, SourceVersion>> versioned, SpareOptions spares, boolean fresh)
      throws Exception {
    ImportUnit unit = versioned.getKey();
    OutputWork work = OutputWork.on(output);
    List<WrittenShard> shards = new ArrayList<>();
    try (StopSignal.Registration stopped = work.stop().enter();
        WorkSlots.Slot slot = WorkSlots.take(WorkSlots.UNIT_BYTES, dictionaries(unit))) {
      Records records = fresh ? output.records()::find : finished.records()::record;
      Map<String, SourceVersion> versions = new HashMap<>(versioned.getValue());
      while (!importUnit(unit, versions, shards, records, spares)) {
        shards.clear();
        records = output.records()::find;
      }
    }
    return shards;
  }

  /**
   * Returns false if another worker is ahead, so that the unit is to be begun behind its pieces.
   */
  private boolean importUnit(
      ImportUnit unit,
      Map<String, SourceVersion> versions,
      List<WrittenShard> shards,
      Records records,
      SpareOptions spares)
      throws Exception {
    OutputWork work = OutputWork.on(output);
    List<Position> positions = Collections.nCopies(unit.files().size(), Position.START);
    long rejected = 0;
    long read = settings.header() ? 1 : 0;
    int piece = 0;
    Optional<UnitRecord> done = records.find(UnitRecords.name(unit.unit(), piece));
    while (done.isPresent()) {
      work.records().keep(UnitRecords.name(unit.unit(), piece), done.get());
      shards.addAll(done.get().kept());
      read += lines(done.get());
      positions = positions(unit, piece, done.get(), read);
      if (done.get().isLast()) {
        return true;
      }
      rejected += done.get().rejected();
      done = records.find(UnitRecords.name(unit.unit(), ++piece));
    }
    try (RestOfUnit rest = new RestOfUnit(unit, settings, output, positions, versions)) {
      UnitRecord record;
      do {
        String name = UnitRecords.name(unit.unit(), piece);
        int number = piece;
        long before = rejected;
        UnitWork.Raced raced =
            UnitWork.race(output, name, () -> rest.importPiece(number, before), spares);
        if (raced.overtaken()) {
          return false;
        }
        record = work.records().keep(name, raced.record());
        shards.addAll(record.kept());
        rejected += record.rejected();
        read += lines(record);
        positions(unit, piece, record, read);
        piece++;
      } while (!record.isLast());
      return true;
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
