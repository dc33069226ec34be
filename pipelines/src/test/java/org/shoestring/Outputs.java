package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.table.removal.Removal;

/** What lies in a workspace, for comparing. */
public final class Outputs {
  private Outputs() {}

  /**
   * The hash of the raw bytes of every shard and file, which must be there, by output and place.
   */
  public static Map<String, String> digests(Path workspace) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (Path output : list(workspace.resolve("outputs"))) {
      Removal.Found found = Removal.of(Stores.withoutOptions().at(output.toString()), "").look();
      if (found.state() == Removal.State.GIVEN_UP) {
        continue;
      }
      Manifest manifest = Table.manifestIn(Stores.withoutOptions(), output.toString());
      String name = OutputFolder.output(String.valueOf(output.getFileName()));
      int place = 0;
      for (Shard shard : manifest.shards()) {
        digests.put(
            name + " " + shard.table() + " " + place++, shard.sha256() + " " + shard.lines());
        assertThat(output.resolve(shard.object())).hasSize(shard.compressed());
      }
      for (StoredFile file : manifest.files()) {
        digests.put(name + " " + file.path(), file.sha256());
        assertThat(output.resolve(file.object())).hasSize(file.bytes());
      }
    }
    assertThat(digests).isNotEmpty();
    return digests;
  }

  /**
   * What the file system knows of each shard that a record names: it changes when it is rewritten.
   */
  public static Map<String, String> finishedShards(Path workspace) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path output : list(workspace.resolve("outputs"))) {
      for (Path record : list(output.resolve("_parts"))) {
        if (!record.toString().endsWith(".tsv")) {
          continue; // A server is only now writing it.
        }
        for (String line : Files.readAllLines(record)) {
          String[] fields = line.split("\t", -1);
          if (fields[0].equals("shard")) {
            String folder = fields[1].equals(TableName.MAIN) ? "" : fields[1] + "/";
            Path shard = output.resolve(folder + fields[2]);
            files.put(
                workspace.relativize(shard).toString(),
                Files.getAttribute(shard, "unix:ino") + " " + Files.getLastModifiedTime(shard));
          }
        }
      }
    }
    return files;
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
