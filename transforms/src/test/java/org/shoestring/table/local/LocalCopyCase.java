package org.shoestring.table.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.Sha256;
import org.shoestring.table.Made;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.Codec;

/** An output to make local copies of, and what was said of them. */
abstract class LocalCopyCase {
  private static final Recipe RECIPE = new Recipe("test", List.of(), List.of());

  Path copy;
  Output output;
  final List<String> remarks = new ArrayList<>();

  @BeforeEach
  void makeOutput(@TempDir Path folder) {
    this.copy = folder.resolve("copy");
    this.output = Made.output(folder.resolve("w"), RECIPE);
  }

  /** Two shards each of {@code main} and of {@code dev}. */
  Table table(String name) throws IOException {
    List<WrittenShard> shards = new ArrayList<>();
    for (String table : List.of(TableName.MAIN, "dev")) {
      for (int unit = 0; unit < 2; unit++) {
        try (ShardWriter writer = output.newShard(table, unit, 0)) {
          writer.write(TsvRow.of(table, "line " + unit));
          shards.add(writer.finish());
        }
      }
    }
    Map<String, Columns> columns =
        Map.of(TableName.MAIN, Columns.of("a", "b"), "dev", Columns.of("a", "b"));
    Manifest manifest =
        output.commit(
            new Manifest(
                RECIPE, Codec.GZIP, columns, CommittedShard.inOrder(shards), Map.of(), List.of()));
    return Table.of(output.stores(), "test", output.folder(), manifest, name);
  }

  Manifest files() throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (String path : List.of("a/b.txt", "c.txt")) {
      Path spool = output.newSpool();
      Files.writeString(spool, "content of " + path);
      StoredFile file = new StoredFile(path, Files.size(spool), Sha256.ofFile(spool));
      output.putFile(file, spool);
      files.add(file);
    }
    return output.commit(new Manifest(RECIPE, Codec.GZIP, Map.of(), List.of(), Map.of(), files));
  }

  /** Makes the local copy, or looks whether it is still what it was. */
  Path copy(Manifest manifest) throws IOException {
    return LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
  }

  static void append(Path file) throws IOException {
    Files.writeString(file, "x", StandardOpenOption.APPEND);
  }

  /** Changes a copy as a program might that may not write its files: by putting another there. */
  void replace(String path, String text) throws IOException {
    Files.delete(copy.resolve(path));
    Files.writeString(copy.resolve(path), text);
  }

  String told() {
    assertThat(remarks).hasSize(1);
    String prefix = "a command changed its copy of an input, " + copy + ": ";
    assertThat(remarks.get(0)).startsWith(prefix);
    return remarks.get(0).substring(prefix.length());
  }
}
