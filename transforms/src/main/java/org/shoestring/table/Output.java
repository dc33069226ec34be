package org.shoestring.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.shoestring.bytes.Sha256;
import org.shoestring.spec.Plural;
import org.shoestring.store.Stores;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberOutput;

/**
 * An output in the making: where its shards, the records of its units and at last its manifest go.
 *
 * <p>Nothing that is written here is ever altered: shards carry their own hash in their name,
 * records and the manifest are made only if absent. So any number of workers, also ones believed
 * dead, may write the same output at the same time. Only {@code gc} gives up a folder, and for
 * ever: what is made after that goes into another one, as {@link Removal} explains.
 *
 * @param stores what opens the workspace's, and those of the inputs
 * @param workspace the location of the workspace
 * @param path of its folder there, {@code outputs/TYPE-KEY}, with {@code .NUMBER} after it was
 *     removed; empty if it is the workspace itself
 * @param level of compression, from 1 to 9
 */
public record Output(Stores stores, String workspace, String path, Codec codec, int level)
    implements Serializable {
  static final String PARTS = "_parts/";
  private static final String LOGS = "_log/";
  private static final int WORK_DIGITS = 16;

  /** The output of that name in a workspace, in the folder of its first generation. */
  public static Output in(Stores stores, String workspace, String name, Codec codec, int level) {
    return new Output(stores, workspace, "outputs/" + name, codec, level);
  }

  /** {@code TYPE-KEY}. */
  public String name() {
    return OutputFolder.output(path.substring(path.lastIndexOf('/') + 1));
  }

  /**
   * An output in the folder that it has now.
   *
   * @param manifest empty if it does not exist, and is to be made there
   */
  public record Located(Output output, Optional<Manifest> manifest) {}

  /** This output, or the first generation after it that was not removed. */
  public Located locate() throws IOException {
    return locate(false);
  }

  /**
   * The same for somebody who relies on it: once a record or a claim that names the output was
   * written, what this finds is not removed as long as that stands.
   */
  public Located hold() throws IOException {
    return locate(true);
  }

  private Located locate(boolean hold) throws IOException {
    Output at = this;
    while (true) {
      Removal removal = Removal.of(at.store(), at.path);
      Removal.Found found = hold ? removal.hold() : removal.look();
      if (found.state() != Removal.State.GIVEN_UP) {
        return new Located(at, found.manifest().map(at::parse));
      }
      int name = at.path.lastIndexOf('/') + 1;
      String next = at.path.substring(0, name) + OutputFolder.next(at.path.substring(name));
      at = new Output(stores, workspace, next, codec, level);
    }
  }

  /** The location of its folder. */
  public String folder() {
    return store().location() + (path.isEmpty() ? "" : "/" + path);
  }

  ObjectStore store() {
    return stores.at(workspace);
  }

  /** The name in the store of an object of this output. */
  String object(String rest) {
    return path.isEmpty() ? rest : path + "/" + rest;
  }

  /**
   * The folder of this machine for the programs of all outputs in its workspace: local copies of
   * what they read, what they say.
   */
  public Path workFolder() {
    String name = new Sha256().frame(store().location()).hex().substring(0, WORK_DIGITS);
    return stores.workFolder().resolve(name);
  }

  /** A writer of one piece of a unit's shard in a table. */
  public ShardWriter newShard(String table, int unit, int piece) throws IOException {
    return new ShardWriter(this, table, unit, piece, false);
  }

  /**
   * The same with compression in a thread of its own, for a worker that is the only one at work.
   */
  public ShardWriter newShardInBackground(String table, int unit, int piece) throws IOException {
    return new ShardWriter(this, table, unit, piece, true);
  }

  /** The name of the record of a unit that leaves one. */
  public static String recordName(int unit) {
    return String.format(Locale.ROOT, "%05d", unit);
  }

  /** The name of the record of one piece of a unit. */
  public static String recordName(int unit, int piece) {
    return String.format(Locale.ROOT, "%05d-%05d", unit, piece);
  }

  /**
   * The record of that name, if its work is finished.
   *
   * @throws BadDataException if it is not of its form
   */
  public Optional<UnitRecord> record(String record) throws IOException {
    return FactFile.read(store(), object(PARTS + record + ".tsv"), recordCure())
        .map(file -> UnitRecord.parse(folder(), record, file));
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
          stores,
          folder(),
          folder()
              + "/_parts: a record has "
              + Plural.of(found.size(), "shard")
              + " of table "
              + table
              + ", expected 1",
          null);
    }
    return found.get(0);
  }

  private String recordCure() {
    return "the record was altered: " + OutputFolder.cure(folder());
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
    FactFile where = new FactFile(folder() + "/" + PARTS + name + ".tsv", "", recordCure());
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
  public List<String> recordNames() throws IOException {
    String prefix = object(PARTS);
    return store().list(prefix).stream()
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
  public List<UnitRecord> records(int units, Map<String, UnitRecord> known) throws IOException {
    Map<String, UnitRecord> all = new HashMap<>(known);
    if (IntStream.range(0, units).anyMatch(unit -> !isWhole(unit, known))) {
      List<String> missing =
          listed(units).stream().filter(name -> !known.containsKey(name)).toList();
      List<UnitRecord> read = ParallelRequests.each(missing, this::finished);
      for (int i = 0; i < missing.size(); i++) {
        all.put(missing.get(i), read.get(i));
      }
    }
    List<UnitRecord> records = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      UnitRecord whole = all.get(recordName(unit));
      records.addAll(whole == null ? pieces(unit, all) : List.of(whole));
    }
    return records;
  }

  /** Whether the record of a unit, or of all its pieces, is known. */
  private static boolean isWhole(int unit, Map<String, UnitRecord> known) {
    if (known.containsKey(recordName(unit))) {
      return true;
    }
    UnitRecord piece = known.get(recordName(unit, 0));
    for (int next = 1; piece != null && !piece.isLast(); next++) {
      piece = known.get(recordName(unit, next));
    }
    return piece != null;
  }

  /** The names of the records of these units that there are: of a whole unit, or of its pieces. */
  private List<String> listed(int units) throws IOException {
    Set<String> present = new HashSet<>(recordNames());
    List<String> names = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      if (present.contains(recordName(unit))) {
        names.add(recordName(unit));
      } else {
        for (int piece = 0; present.contains(recordName(unit, piece)); piece++) {
          names.add(recordName(unit, piece));
        }
      }
    }
    return names;
  }

  /** The pieces of a unit up to its last one; one that is not known is read. */
  private List<UnitRecord> pieces(int unit, Map<String, UnitRecord> known) throws IOException {
    List<UnitRecord> pieces = new ArrayList<>();
    while (pieces.isEmpty() || !pieces.get(pieces.size() - 1).isLast()) {
      String name = recordName(unit, pieces.size());
      UnitRecord piece = known.get(name);
      pieces.add(piece == null ? finished(name) : piece);
    }
    return pieces;
  }

  /**
   * The record of that name, whose work is finished.
   *
   * @throws BadDataException if it is missing
   */
  UnitRecord finished(String record) throws IOException {
    return record(record)
        .orElseThrow(
            () ->
                DamagedOutput.error(
                    stores,
                    folder(),
                    folder()
                        + "/"
                        + PARTS
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
    if (store().create(object(PARTS + record + ".tsv"), text)) {
      return finished;
    }
    Optional<UnitRecord> first = record(record);
    if (first.isEmpty() && Removal.of(store(), path).look().state() == Removal.State.GIVEN_UP) {
      throw new OutputRemovedException(folder(), null);
    }
    return first.orElseThrow(
        () -> new IOException(folder() + ": record " + record + " came and went"));
  }

  /** The manifest, if the output exists in this folder. */
  public Optional<Manifest> manifest() throws IOException {
    return Removal.of(store(), path).look().manifest().map(this::parse);
  }

  /**
   * Makes the output exist, after all that the manifest names was found in the store at its size.
   *
   * @return the manifest that counts: this one, or that of another worker who was first
   * @throws OutputRemovedException if the folder was given up meanwhile
   */
  public Manifest commit(Manifest manifest) throws IOException {
    String cure = "make fewer and larger shards, or fewer files";
    String whole = manifest.text();
    byte[] text = FactFile.bytes(folder() + "/" + Manifest.NAME, whole, cure);
    Manifest.parse(folder(), whole); // Nobody could read another one.
    try {
      check(manifest);
    } catch (BadDataException e) {
      Removal.Found found = Removal.of(store(), path).look();
      return switch (found.state()) {
        case GIVEN_UP -> throw new OutputRemovedException(folder(), e);
        // Another worker was first, and gc has removed what its manifest does not name.
        case MADE -> parse(found.manifest().orElseThrow());
        case OPEN -> throw e;
      };
    }
    if (store().create(object(Manifest.NAME), text)) {
      return manifest;
    }
    return manifest().orElseThrow(() -> new OutputRemovedException(folder(), null));
  }

  private Manifest parse(String text) {
    return Manifest.parse(folder(), text);
  }

  private void check(Manifest manifest) throws IOException {
    Map<String, Long> stored = new HashMap<>();
    boolean asked = false;
    for (StoredObject object : store().list(object(""))) {
      stored.put(object.name(), object.bytes());
      asked |= object.name().startsWith(object(OutputFolder.REMOVAL_FOLDER));
    }
    // There may be an answer without its tombstone.
    if (asked && Removal.of(store(), path).state() == Removal.State.GIVEN_UP) {
      throw new OutputRemovedException(folder(), null);
    }
    for (Shard shard : manifest.shards()) {
      check(shard.object(), shard.compressed(), stored);
    }
    for (StoredFile file : manifest.files()) {
      check(file.object(), file.bytes(), stored);
    }
  }

  private void check(String object, long bytes, Map<String, Long> stored) {
    Long found = stored.get(object(object));
    if (found == null || found != bytes) {
      throw DamagedOutput.error(
          stores,
          folder(),
          folder()
              + "/"
              + object
              + ": "
              + (found == null ? "is missing" : "has " + found + " bytes")
              + ", "
              + bytes
              + " bytes were written",
          null);
    }
  }

  /** A new empty local file, to be filled and put. */
  public Path newSpool() throws IOException {
    return store().newSpool();
  }

  /** Writes what a program said. */
  public interface Log {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Keeps what a program said, compressed; outside manifest and digest, and replaced by the next
   * attempt.
   *
   * @param name without an ending
   */
  public void putLog(String name, Log log) throws IOException {
    Path spool = newSpool();
    try {
      try (OutputStream out = new MemberOutput(SpoolOutput.to(spool), codec)) {
        log.write(out);
      }
      store().put(object(LOGS + name + ".txt." + codec.extension()), spool);
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  /** The names of all logs that were kept, in order. */
  public List<String> logNames() throws IOException {
    String prefix = object(LOGS);
    return store().list(prefix).stream()
        .map(object -> object.name().substring(prefix.length()))
        .toList();
  }

  /** The stored bytes of a log. */
  public InputStream openLog(String name) throws IOException {
    return store().open(object(LOGS + name));
  }

  /** Puts a file of an output of files, which stays where it is. */
  public void sendFile(StoredFile file, HashedFile from) throws IOException {
    store().send(object(file.object()), from);
  }

  /** Puts a file of an output of files from a filled spool, which is gone afterwards. */
  public void putFile(StoredFile file, Path spool) throws IOException {
    store().put(file.stored().named(object(file.object())), spool);
  }
}
