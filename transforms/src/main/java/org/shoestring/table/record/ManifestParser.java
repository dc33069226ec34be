package org.shoestring.table.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;

/** Reads the lines of one manifest, and checks the form of all that stands in it. */
public final class ManifestParser {
  private static final Pattern FIRST_LINE =
      Pattern.compile(Pattern.quote(Manifest.FIRST_LINE) + "(?:\t[0-9a-f]{64})?");
  private static final Pattern OTHER_VERSION =
      Pattern.compile("shoestring\t(?!1\t)[1-9][0-9]{0,8}(?:\t.*)?");

  private final String folder;
  private String type = "";
  private String key = "";
  private int keyLine = 1;
  private int lineNumber;
  private Codec codec = Codec.GZIP;
  private final List<Recipe.Fact> facts = new ArrayList<>();
  private final List<Recipe.Input> inputs = new ArrayList<>();
  private final Map<String, Columns> tables = new LinkedHashMap<>();
  private final List<WrittenShard> shards = new ArrayList<>();
  private final Map<String, Long> reasons = new TreeMap<>();
  private final List<StoredFile> files = new ArrayList<>();
  private final ObjectNames shardNames = new ObjectNames();
  private final ObjectNames fileNames = new ObjectNames();
  private long lines;
  private long bytes;

  ManifestParser(String folder) {
    this.folder = folder;
  }

  /** What to do with a manifest that is wrong. */
  public static String cure(String folder) {
    return "the manifest was altered: " + OutputFolder.cure(folder);
  }

  Manifest parse(String text) {
    FactFile file = new FactFile(folder + "/" + Manifest.NAME, text, cure(folder));
    String first = checkedFirstLine(file);
    file.forEach(
        line -> {
          if (++lineNumber > 1) {
            add(line);
          }
        });
    Recipe recipe = new Recipe(type, facts, inputs);
    if (!recipe.key().equals(key)) {
      throw file.wrong(
          keyLine,
          "its key "
              + Shown.quoted(key)
              + " is not the hash of what it was made of, "
              + recipe.key());
    }
    OutputFolder.place(folder)
        .filter(place -> !place.output().equals(recipe.outputName()))
        .ifPresent(
            place -> {
              throw file.wrong(
                  keyLine,
                  "it is the manifest of "
                      + recipe.outputName()
                      + ", not of the output in whose folder it lies");
            });
    Manifest manifest =
        new Manifest(recipe, codec, tables, CommittedShard.inOrder(shards), reasons, files);
    file.checkLines(Stream.concat(Stream.of(first + "\n"), manifest.lines()).iterator());
    // Version 0.1 wrote no hash at first.
    if (first.length() > Manifest.FIRST_LINE.length()
        && !first.endsWith(
            "\t" + FactFile.hash(Manifest.NAME, text.substring(first.length() + 1)))) {
      throw file.wrong(1, "a line below was altered: their hash is not the one in this line");
    }
    return manifest;
  }

  private static String checkedFirstLine(FactFile file) {
    int end = file.text().indexOf('\n');
    String first = end < 0 ? file.text() : file.text().substring(0, end);
    if (!FIRST_LINE.matcher(first).matches()) {
      throw new BadDataException(
          file.name()
              + ":1: starts with "
              + Shown.quoted(first)
              + ", expected '"
              + Recipe.FORMAT
              + (OTHER_VERSION.matcher(first).matches()
                  ? "'; it is the manifest of a newer version of Shoestring: use that"
                  : "'; " + file.cure()));
    }
    return first;
  }

  private void add(FactLine line) {
    switch (line.type()) {
      case "stage" -> type = line.with(1).stageType(1);
      case "key" -> {
        key = line.with(1).key(1);
        keyLine = lineNumber;
      }
      case "made-of" -> facts.add(new Recipe.Fact(line.with(2).word(1), line.text(2)));
      case "input" ->
          inputs.add(new Recipe.Input(line.with(3).word(1), line.text(2), line.sha256(3)));
      case "codec" -> codec = line.with(1).codec(1);
      case "table" -> addTable(line);
      case ShardFacts.TYPE -> addShard(line);
      case UnitRecord.REASON -> reasons.put(line.with(2).word(1), line.count(2));
      case StoredFile.TYPE -> {
        StoredFile file = StoredFile.parse(line);
        fileNames.add(file.path());
        bytes = Math.addExact(bytes, file.bytes());
        files.add(file);
      }
      default ->
          throw new IllegalArgumentException("a line of unknown type " + Shown.quoted(line.type()));
    }
  }

  private void addTable(FactLine line) {
    String table = line.table(1);
    List<String> fields = line.fields();
    if (tables.put(table, new Columns(fields.subList(2, fields.size()))) != null) {
      throw new IllegalArgumentException("table " + Shown.quoted(table) + " is there twice");
    }
  }

  private void addShard(FactLine line) {
    String table = line.table(1);
    WrittenShard shard = new WrittenShard(ShardFacts.parse(folder, line));
    if (!tables.containsKey(table)) {
      throw new IllegalArgumentException(
          "a shard of table "
              + Shown.quoted(table)
              + ", but no line before it describes this table");
    }
    if (!shard.name().endsWith("." + codec.extension())) {
      throw new IllegalArgumentException(
          Shown.quoted(shard.name()) + " does not have the ending of the codec " + codec.token());
    }
    shardNames.add(shard.object());
    lines = Math.addExact(lines, shard.lines());
    bytes = Math.addExact(bytes, Math.addExact(shard.raw(), shard.compressed()));
    shards.add(shard);
  }
}
