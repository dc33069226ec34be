package org.shoestring.table.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvFormat;
import org.shoestring.tsv.codec.Codec;

/**
 * What an output consists of; an output exists when its manifest does. Readers believe it and never
 * list.
 *
 * @param tables the columns of each table by its name
 * @param reasons how many lines were rejected for which reason
 */
public record Manifest(
    Recipe recipe,
    Codec codec,
    Map<String, Columns> tables,
    List<CommittedShard> shards,
    Map<String, Long> reasons,
    List<StoredFile> files) {
  /** The name of its object in the output's folder. */
  public static final String NAME = "_manifest.tsv";

  /** What its first line begins with. */
  static final String FIRST_LINE = Recipe.FORMAT.replace(' ', '\t');

  public Manifest {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    shards = List.copyOf(shards);
    reasons = Collections.unmodifiableMap(new TreeMap<>(reasons));
    files = List.copyOf(files);
  }

  /** The shards of a table, in order. */
  public List<CommittedShard> shards(String table) {
    return shards.stream().filter(shard -> shard.table().equals(table)).toList();
  }

  /** All lines of a table. */
  public long lines(String table) {
    return shards(table).stream().mapToLong(Shard::lines).sum();
  }

  /** The hash of a table's content: its columns, and the lines and hash of each shard in order. */
  public String digest(String table) {
    Columns columns = tables.get(table);
    if (columns == null) {
      throw new IllegalArgumentException("no table " + table);
    }
    Sha256 hash = new Sha256().frame("table").frame(Integer.toString(columns.size()));
    columns.names().forEach(hash::frame);
    for (Shard shard : shards(table)) {
      hash.frame(Long.toString(shard.lines())).frame(shard.sha256());
    }
    return hash.hex();
  }

  /** The hash of an output of files, in the order of their paths. */
  public String filesDigest() {
    return StoredFile.digest(files);
  }

  /** The manifest as it is stored: the first line has the hash of the others. */
  public String text() {
    StringBuilder text = new StringBuilder();
    lines().forEach(text::append);
    return FIRST_LINE + "\t" + FactFile.hash(NAME, text.toString()) + "\n" + text;
  }

  /** The lines of its text but the first, each with its line feed. */
  Stream<String> lines() {
    return Stream.of(
            Stream.of(TsvFormat.line("stage", recipe.type()), TsvFormat.line("key", recipe.key())),
            recipe.facts().stream().map(f -> TsvFormat.line("made-of", f.name(), f.value())),
            recipe.inputs().stream()
                .map(i -> TsvFormat.line("input", i.role(), i.key(), i.digest())),
            Stream.of(TsvFormat.line("codec", codec.token())),
            tables.entrySet().stream().map(t -> line(t.getKey(), t.getValue())),
            shards.stream().map(shard -> TsvFormat.line(shard.facts().line())),
            reasons.entrySet().stream()
                .map(r -> TsvFormat.line(UnitRecord.REASON, r.getKey(), r.getValue().toString())),
            files.stream().map(file -> TsvFormat.line(file.line())))
        .flatMap(lines -> lines);
  }

  private static String line(String table, Columns columns) {
    List<String> line = new ArrayList<>(List.of("table", table));
    line.addAll(columns.names());
    return TsvFormat.line(line);
  }

  /**
   * Reads a manifest.
   *
   * @param folder the location of its output
   * @throws BadDataException if it is none, one of another version, or not of its form
   */
  public static Manifest parse(String folder, String text) {
    return new ManifestParser(folder).parse(text);
  }
}
