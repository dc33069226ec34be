package org.shoestring.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.Sha256;
import org.shoestring.tsv.TsvFormat;

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
    List<Shard> shards,
    Map<String, Long> reasons,
    List<StoredFile> files) {
  /** The name of its object in the output's folder. */
  public static final String NAME = "_manifest.tsv";

  public Manifest {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    shards = List.copyOf(shards);
    reasons = Collections.unmodifiableMap(new TreeMap<>(reasons));
    files = List.copyOf(files);
  }

  /** The shards of a table, in order. */
  public List<Shard> shards(String table) {
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
    Sha256 hash = new Sha256().frame("files");
    files.stream()
        .sorted(Comparator.comparing(StoredFile::path))
        .forEach(file -> hash.frame(file.path()).frame(file.content()));
    return hash.hex();
  }

  /** The manifest as it is stored. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(Recipe.FORMAT.replace(' ', '\t')).append('\n');
    text.append(TsvFormat.line("stage", recipe.type()));
    text.append(TsvFormat.line("key", recipe.key()));
    for (Recipe.Fact fact : recipe.facts()) {
      text.append(TsvFormat.line("made-of", fact.name(), fact.value()));
    }
    for (Recipe.Input input : recipe.inputs()) {
      text.append(TsvFormat.line("input", input.role(), input.key(), input.digest()));
    }
    text.append(TsvFormat.line("codec", codec.token()));
    tables.forEach(
        (name, columns) -> {
          List<String> line = new ArrayList<>(List.of("table", name));
          line.addAll(columns.names());
          text.append(TsvFormat.line(line));
        });
    shards.forEach(shard -> text.append(TsvFormat.line(shard.line())));
    reasons.forEach(
        (token, count) -> text.append(TsvFormat.line(UnitRecord.REASON, token, count.toString())));
    files.forEach(file -> text.append(TsvFormat.line(file.line())));
    return text.toString();
  }

  /**
   * Reads a manifest.
   *
   * @param folder the location of its output
   * @throws BadDataException if it is none, or one of another version
   */
  public static Manifest parse(String folder, String text) {
    return new ManifestParser(folder).parse(text);
  }
}
