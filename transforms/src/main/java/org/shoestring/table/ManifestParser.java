package org.shoestring.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvFormat;

/** Reads the lines of one manifest. */
final class ManifestParser {
  private final String folder;
  private String type = "";
  private String key = "";
  private int keyLine = 1;
  private int lineNumber;
  private Codec codec = Codec.GZIP;
  private final List<Recipe.Fact> facts = new ArrayList<>();
  private final List<Recipe.Input> inputs = new ArrayList<>();
  private final Map<String, Columns> tables = new LinkedHashMap<>();
  private final List<Shard> shards = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Long> reasons = new TreeMap<>();
  private final List<StoredFile> files = new ArrayList<>();

  ManifestParser(String folder) {
    this.folder = folder;
  }

  Manifest parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(Recipe.FORMAT.replace(' ', '\t'))) {
      throw new BadDataException(
          name()
              + ":1: starts with '"
              + (lines.isEmpty() ? "" : lines.get(0))
              + "', expected '"
              + Recipe.FORMAT
              + "'; it is no manifest, or one of a newer version of Shoestring");
    }
    for (int i = 1; i < lines.size(); i++) {
      lineNumber = i + 1;
      try {
        add(TsvFormat.fields(lines.get(i)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new BadDataException(name() + ":" + lineNumber + ": " + e.getMessage(), e);
      }
    }
    Recipe recipe = new Recipe(type, facts, inputs);
    if (!recipe.key().equals(key)) {
      throw new BadDataException(
          name()
              + ":"
              + keyLine
              + ": its key "
              + key
              + " is not the hash of what it was made of, "
              + recipe.key()
              + "; the manifest was altered");
    }
    return new Manifest(recipe, codec, tables, shards, reasons, files);
  }

  private String name() {
    return folder + "/" + Manifest.NAME;
  }

  private void add(List<String> line) {
    switch (line.get(0)) {
      case "stage" -> type = line.get(1);
      case "key" -> {
        key = line.get(1);
        keyLine = lineNumber;
      }
      case "made-of" -> facts.add(new Recipe.Fact(line.get(1), line.get(2)));
      case "input" -> inputs.add(new Recipe.Input(line.get(1), line.get(2), line.get(3)));
      case "codec" ->
          codec =
              Codec.named(line.get(1))
                  .orElseThrow(() -> new IllegalArgumentException("codec " + line.get(1)));
      case "table" -> tables.put(line.get(1), new Columns(line.subList(2, line.size())));
      case Shard.TYPE -> {
        int place = places.merge(line.get(1), 1, Integer::sum) - 1;
        shards.add(Shard.parse(folder, place, line));
      }
      case UnitRecord.REASON -> reasons.put(line.get(1), Long.valueOf(line.get(2)));
      case StoredFile.TYPE -> files.add(StoredFile.parse(line));
      default -> throw new IllegalArgumentException("a line of unknown type " + line.get(0));
    }
  }
}
