package org.shoestring.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shoestring.store.Stores;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.Codec;

/** Outputs and tables to test with. */
public final class Made {
  public static final Columns EN_DE = Columns.of("en", "de");

  private Made() {}

  public static Recipe recipe(String setting) {
    return new Recipe("made", List.of(new Recipe.Fact("setting", setting)), List.of());
  }

  /** The output of a recipe, in a workspace in this folder. */
  public static Output output(Path workspace, Recipe recipe) {
    return output(workspace, recipe, Codec.GZIP);
  }

  public static Output output(Path workspace, String setting) {
    return output(workspace, setting, Codec.GZIP);
  }

  public static Output output(Path workspace, String setting, Codec codec) {
    return output(workspace, recipe(setting), codec);
  }

  private static Output output(Path workspace, Recipe recipe, Codec codec) {
    return Output.in(
        Stores.withoutOptions(),
        workspace.toString(),
        recipe.outputName(),
        codec,
        codec.defaultLevel());
  }

  public static WrittenShard shard(Output output, String table, int unit, List<String> lines)
      throws IOException {
    try (ShardWriter writer = output.newShard(table, unit, 0)) {
      for (String line : lines) {
        writer.write(TsvRow.parse(line.getBytes(UTF_8)));
      }
      return writer.finish();
    }
  }

  public static UnitRecord record(WrittenShard... shards) {
    return new UnitRecord(List.of(shards), Map.of(), List.of());
  }

  /** A committed table of two columns, a shard a list. */
  public static Table table(Output output, String setting, List<List<String>> shards)
      throws IOException {
    for (int unit = 0; unit < shards.size(); unit++) {
      WrittenShard shard = shard(output, TableName.MAIN, unit, shards.get(unit));
      output.records().finish(UnitRecords.name(unit), record(shard));
    }
    Commit.of(output, recipe(setting), Map.of(TableName.MAIN, EN_DE), shards.size()).run();
    return Table.in(Stores.withoutOptions(), output.folder(), TableName.MAIN);
  }

  public static List<String> lines(String prefix, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(prefix + "\t" + i);
    }
    return lines;
  }

  public static List<String> read(TableReader rows) throws IOException {
    List<String> lines = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        lines.add(rows.row().toString());
      }
    }
    return lines;
  }

  /** What the user is told to do about a damaged output. */
  public static String cure(Output output) {
    String folder = output.path().substring(output.path().lastIndexOf('/') + 1);
    return "restore it, or run again after this command: shoestring gc "
        + output.workspace()
        + " "
        + folder;
  }

  public static Path file(Shard shard) {
    return Path.of(shard.folder(), shard.object());
  }
}
