package org.shoestring.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Plural;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.table.removal.Removal;

/**
 * The records of the units of work of an output, in {@code _parts}: each is made only if absent, so
 * that the work of whoever finishes a unit first counts.
 */
public record UnitRecords(Output output) {
  static final String FOLDER = "_parts/";

  /** The name of the record of a unit that leaves one. */
  public static String name(int unit) {
    return String.format(Locale.ROOT, "%05d", unit);
  }

  /** The name of the record of one piece of a unit. */
  public static String name(int unit, int piece) {
    return String.format(Locale.ROOT, "%05d-%05d", unit, piece);
  }

  /**
   * The record of that name, if its work is finished.
   *
   * @throws BadDataException if it is not of its form
   */
  public Optional<UnitRecord> find(String record) throws IOException {
    return FactFile.read(output.store(), output.object(FOLDER + record + ".tsv"), cure())
        .map(file -> UnitRecord.parse(output.folder(), record, file));
  }

  /**
   * The shard of a table in a record.
   *
   * @throws BadDataException unless it has exactly one
   */
  public WrittenShard shard(UnitRecord record, String table) {
    List<WrittenShard> found =
        record.shards().stream().filter(shard -> shard.table().equals(table)).toList();
    if (found.size() != 1) {
      throw DamagedOutput.error(
          output.stores(),
          output.folder(),
          output.folder()
              + "/_parts: a record has "
              + Plural.of(found.size(), "shard")
              + " of table "
              + table
              + ", expected 1",
          null);
    }
    return found.get(0);
  }

  private String cure() {
    return "the record was altered: " + OutputFolder.cure(output.folder());
  }

  /**
   * Reads the notes of a type in a record.
   *
   * @param name of the record
   * @param count how many there must be
   * @param reader of one note; throws an {@link IllegalArgumentException} if it is wrong
   * @throws BadDataException if one is wrong, or there are more or fewer
   */
  public <T> List<T> notes(
      String name, UnitRecord record, String type, int count, Function<FactLine, T> reader) {
    FactFile where = new FactFile(output.folder() + "/" + FOLDER + name + ".tsv", "", cure());
    List<T> notes = record.notes(where, type, reader);
    if (notes.size() != count) {
      throw new BadDataException(
          where.name()
              + ": has "
              + Plural.of(notes.size(), "line")
              + " '"
              + type
              + "', expected "
              + count
              + "; "
              + where.cure());
    }
    return notes;
  }

  /** The names of all records there are, in order. */
  public List<String> names() throws IOException {
    String prefix = output.object(FOLDER);
    return output.store().list(prefix).stream()
        .map(object -> object.name().substring(prefix.length()))
        .filter(file -> file.endsWith(".tsv"))
        .map(file -> file.substring(0, file.length() - ".tsv".length()))
        .toList();
  }

  /**
   * The records of units {@code 0 .. units - 1}, in order; a unit that leaves a record a piece
   * marks the last one with a note {@code end}.
   *
   * @param known records that count, by name, which are not read; if some are missing, all that
   *     there are are listed, and those that are missing are read
   * @throws BadDataException if the record of a unit is missing
   */
  public List<UnitRecord> all(int units, Map<String, UnitRecord> known) throws IOException {
    Map<String, UnitRecord> all = new HashMap<>(known);
    if (IntStream.range(0, units).anyMatch(unit -> !isWhole(unit, known))) {
      List<String> missing =
          listed(units).stream().filter(name -> !known.containsKey(name)).toList();
      List<UnitRecord> read = ParallelRequests.each(missing, this::get);
      for (int i = 0; i < missing.size(); i++) {
        all.put(missing.get(i), read.get(i));
      }
    }
    List<UnitRecord> records = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      UnitRecord whole = all.get(name(unit));
      records.addAll(whole == null ? pieces(unit, all) : List.of(whole));
    }
    return records;
  }

  /** Whether the record of a unit, or of all its pieces, is known. */
  private static boolean isWhole(int unit, Map<String, UnitRecord> known) {
    if (known.containsKey(name(unit))) {
      return true;
    }
    UnitRecord piece = known.get(name(unit, 0));
    for (int next = 1; piece != null && !piece.isLast(); next++) {
      piece = known.get(name(unit, next));
    }
    return piece != null;
  }

  /** The names of the records of these units that there are: of a whole unit, or of its pieces. */
  private List<String> listed(int units) throws IOException {
    Set<String> present = new HashSet<>(names());
    List<String> names = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      if (present.contains(name(unit))) {
        names.add(name(unit));
      } else {
        for (int piece = 0; present.contains(name(unit, piece)); piece++) {
          names.add(name(unit, piece));
        }
      }
    }
    return names;
  }

  /** The pieces of a unit up to its last one; one that is not known is read. */
  private List<UnitRecord> pieces(int unit, Map<String, UnitRecord> known) throws IOException {
    List<UnitRecord> pieces = new ArrayList<>();
    while (pieces.isEmpty() || !pieces.get(pieces.size() - 1).isLast()) {
      String name = name(unit, pieces.size());
      UnitRecord piece = known.get(name);
      pieces.add(piece == null ? get(name) : piece);
    }
    return pieces;
  }

  /**
   * The record of that name, whose work is finished.
   *
   * @throws BadDataException if it is missing
   */
  UnitRecord get(String record) throws IOException {
    return find(record)
        .orElseThrow(
            () ->
                DamagedOutput.error(
                    output.stores(),
                    output.folder(),
                    output.folder()
                        + "/"
                        + FOLDER
                        + record
                        + ".tsv: is missing, though its work was finished",
                    null));
  }

  /**
   * Records that the work of that name is finished.
   *
   * @return the record that counts: this one, or that of another worker who was first
   * @throws OutputRemovedException if the folder was given up, and that record removed, meanwhile
   */
  public UnitRecord finish(String record, UnitRecord finished) throws IOException {
    byte[] text = finished.text(record).getBytes(StandardCharsets.UTF_8);
    if (output.store().create(output.object(FOLDER + record + ".tsv"), text)) {
      return finished;
    }
    Optional<UnitRecord> first = find(record);
    if (first.isEmpty()
        && Removal.of(output.store(), output.path()).look().state() == Removal.State.GIVEN_UP) {
      throw new OutputRemovedException(output.folder(), null);
    }
    return first.orElseThrow(
        () -> new IOException(output.folder() + ": record " + record + " came and went"));
  }
}
