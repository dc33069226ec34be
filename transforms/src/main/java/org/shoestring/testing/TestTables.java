package org.shoestring.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.Stores;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.CommitOutput;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.Codec;

/**
 * Tables in the folder of a test: made of lines, given to a transform on shards, and read again. A
 * line is the fields of a row, with tabs between them.
 */
public final class TestTables {
  private static final int FAST = 1;

  private final Path folder;

  private TestTables(Path folder) {
    this.folder = folder;
  }

  /** Tables in a folder that the test has for itself. */
  public static TestTables in(Path folder) {
    return new TestTables(folder);
  }

  private Stores stores() {
    return Stores.withoutOptions().workingIn(folder.resolve("work"));
  }

  /** The output of a name, into which a transform writes; the same name is the same output. */
  public Output output(String name) throws IOException {
    Workspace workspace =
        Workspace.open(stores(), "test", folder.resolve("workspace").toString(), Codec.GZIP, FAST);
    return workspace.output(recipe(name));
  }

  private static Recipe recipe(String name) {
    return new Recipe("test", List.of(new Recipe.Fact("name", name)), List.of());
  }

  /**
   * Makes a table.
   *
   * @param name of its output
   * @param shards the lines of each shard
   */
  public Table table(String name, Columns columns, List<List<String>> shards) throws IOException {
    Output output = output(name);
    for (int unit = 0; unit < shards.size(); unit++) {
      try (ShardWriter writer = output.newShard(TableName.MAIN, unit, 0)) {
        for (String line : shards.get(unit)) {
          writer.write(TsvRow.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
        UnitRecord record = new UnitRecord(List.of(writer.finish()), Map.of(), List.of());
        output.records().finish(UnitRecords.name(unit), record);
      }
    }
    commit(name, Map.of(TableName.MAIN, columns), shards.size());
    return table(name, TableName.MAIN);
  }

  /**
   * Makes an output of files.
   *
   * @param texts of the files, by path
   * @return its location
   */
  public String files(String name, Map<String, String> texts) throws IOException {
    Output output = output(name);
    List<StoredFile> files = new ArrayList<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      byte[] content = text.getValue().getBytes(StandardCharsets.UTF_8);
      String sha256 = new Sha256().update(content, 0, content.length).hex();
      StoredFile file = new StoredFile(text.getKey(), content.length, sha256);
      Path spool = output.newSpool();
      Files.write(spool, content);
      output.putFile(file, spool);
      files.add(file);
    }
    Manifest unused =
        output.commit(new Manifest(recipe(name), Codec.GZIP, Map.of(), List.of(), Map.of(), files));
    return output.folder();
  }

  /** A table of an output that was committed. */
  public Table table(String name, String table) throws IOException {
    return Table.in(stores(), output(name).folder(), table);
  }

  /** Commits an output whose units have all left their records. */
  public Manifest commit(String name, Map<String, Columns> tables, int units) throws IOException {
    return Commit.of(output(name), recipe(name), tables, units).run();
  }

  /**
   * The same as the last transform of a pipeline.
   *
   * @param tables the columns of each table of the output
   * @param units how many units of work there are: as many as shards come in, for most transforms
   */
  public CommitOutput commitOutput(String name, Map<String, Columns> tables, int units)
      throws IOException {
    return CommitOutput.of(Commit.of(output(name), recipe(name), tables, units));
  }

  /** The lines of a table of an output that was committed. */
  public List<String> lines(String name, String table) throws IOException {
    return lines(table(name, table));
  }

  /** The lines of a table. */
  public static List<String> lines(Table table) throws IOException {
    List<String> lines = new ArrayList<>();
    try (TableReader rows = table.rows(0)) {
      while (rows.next()) {
        lines.add(rows.row().toString());
      }
    }
    return lines;
  }
}
