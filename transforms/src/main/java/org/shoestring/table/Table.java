package org.shoestring.table;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.TableName;
import org.shoestring.table.removal.Removal;
import org.shoestring.tsv.Columns;

/** A committed table: lines in order, in shards that a manifest names. */
public final class Table {
  private final Stores stores;
  private final String folder;
  private final Manifest manifest;
  private final String name;
  private final Columns columns;
  private final List<CommittedShard> shards;

  private Table(Stores stores, String folder, Manifest manifest, String name, Columns columns) {
    this.stores = stores;
    this.folder = folder;
    this.manifest = manifest;
    this.name = name;
    this.columns = columns;
    this.shards = manifest.shards(name);
  }

  /**
   * A table of an output.
   *
   * @param where what names the table, for messages
   * @param folder the location of the output
   * @throws UsageException if the output has no such table
   */
  public static Table of(
      Stores stores, String where, String folder, Manifest manifest, String name) {
    return new Table(stores, folder, manifest, name, columns(where, manifest.tables(), name));
  }

  /**
   * The columns of a table of an output that has, or will have, these.
   *
   * @param where what names the table, for messages
   * @throws UsageException if it is none of them
   */
  public static Columns columns(String where, Map<String, Columns> tables, String name) {
    Columns columns = tables.get(name);
    if (columns != null) {
      return columns;
    }
    if (tables.isEmpty()) {
      throw new UsageException(where + ": the output is files, not a table");
    }
    if (name.equals(TableName.MAIN)) {
      throw new UsageException(
          where + ": choose one of its tables: " + String.join(", ", tables.keySet()));
    }
    throw UsageException.unknown(where, "table", name, tables.keySet());
  }

  /**
   * A table in a folder with a manifest: an output, or a local copy of one.
   *
   * @throws UsageException if the folder has no manifest, or not this table
   */
  public static Table in(Stores stores, String folder, String name) throws IOException {
    return of(stores, folder, folder, manifestIn(stores, folder), name);
  }

  /**
   * The table that {@code FOLDER} or {@code FOLDER/TABLE} names.
   *
   * @return empty if there is no manifest in either folder
   * @throws UsageException if there is one, but not this table
   */
  public static Optional<Table> at(Stores stores, String text) throws IOException {
    return at(stores, "", text);
  }

  /**
   * The same.
   *
   * @param option whose value it is, for messages; with {@code ": "} at its end
   */
  public static Optional<Table> at(Stores stores, String option, String text) throws IOException {
    Optional<Manifest> whole = findManifest(stores, text);
    if (whole.isPresent()) {
      return Optional.of(of(stores, option + text, text, whole.get(), TableName.MAIN));
    }
    Optional<ObjectName> name = ObjectName.parse(text);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String folder = name.get().folder();
    return findManifest(stores, folder)
        .map(manifest -> of(stores, option + folder, folder, manifest, name.get().name()));
  }

  /**
   * The manifest of a folder; empty if it has none.
   *
   * @throws UsageException if {@code gc} removed the output that was there
   */
  public static Optional<Manifest> findManifest(Stores stores, String folder) throws IOException {
    ObjectStore store = stores.at(folder);
    Removal.Found found = Removal.of(store, "").look();
    if (found.state() == Removal.State.GIVEN_UP) {
      String location = store.location();
      throw new UsageException(
          folder
              + ": gc removed the output that was here; if it was made again, it is in "
              + OutputFolder.next(location.substring(location.lastIndexOf('/') + 1))
              + " beside it");
    }
    return found.manifest().map(text -> Manifest.parse(store.location(), text));
  }

  /**
   * The manifest of a folder.
   *
   * @throws UsageException if it has none
   */
  public static Manifest manifestIn(Stores stores, String folder) throws IOException {
    return findManifest(stores, folder)
        .orElseThrow(
            () ->
                new UsageException(
                    folder
                        + ": there is no finished table here, because there is no "
                        + Manifest.NAME
                        + ", which is written last"));
  }

  /** What opens its shards. */
  public Stores stores() {
    return stores;
  }

  /** The location of its output. */
  public String folder() {
    return folder;
  }

  public String name() {
    return name;
  }

  public Columns columns() {
    return columns;
  }

  /**
   * The place of a column, counted from 0.
   *
   * @param where what names the column, for messages
   * @throws UsageException if there is none of that name
   */
  public int field(String where, String column) {
    return field(where, columns, column);
  }

  /** The same of a table that may not exist yet. */
  public static int field(String where, Columns columns, String column) {
    return columns
        .find(column)
        .orElseThrow(() -> UsageException.unknown(where, "column", column, columns.names()));
  }

  /** Its shards, in order. */
  public List<CommittedShard> shards() {
    return shards;
  }

  /** All its lines. */
  public long lines() {
    return manifest.lines(name);
  }

  /** The hash of its content. */
  public String digest() {
    return manifest.digest(name);
  }

  public Manifest manifest() {
    return manifest;
  }

  /** Its rows from a line on, counted from 0, without reading what is before. */
  public TableReader rows(long fromLine) throws IOException {
    return new TableReader(stores, shards, manifest.codec(), columns.size(), fromLine);
  }
}
