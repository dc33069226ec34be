package org.shoestring.table.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;

/**
 * An output as files of this machine, for programs that know nothing of stores: a table is a folder
 * of its shards and its manifest, files keep their paths. Every copy is checked while it is made,
 * and mended before it is used again if a program changed it.
 */
public final class LocalCopy {
  private LocalCopy() {}

  /**
   * Copies a table into {@code folder}, as far as it is not there. The copy's manifest has that
   * table alone, as the main one.
   *
   * @param remarks takes what had to be mended
   */
  public static Path ofTable(Table table, Path folder, Consumer<String> remarks)
      throws IOException {
    List<CopyFolder.Wanted> wanted = new ArrayList<>();
    for (Shard shard : table.shards()) {
      wanted.add(stored(table.stores(), table.folder(), shard.stored(), shard.name(), false));
    }
    byte[] text = manifest(table, folder).text().getBytes(StandardCharsets.UTF_8);
    String sha256 = new Sha256().update(text, 0, text.length).hex();
    wanted.add(
        new CopyFolder.Wanted(
            Manifest.NAME,
            sha256,
            false,
            new CopyFolder.Content() {
              @Override
              public InputStream from(long offset) {
                int from = (int) Math.min(offset, text.length);
                return new ByteArrayInputStream(text, from, text.length - from);
              }

              @Override
              public BadDataException altered() {
                throw new IllegalStateException("a text in memory is what it was");
              }
            }));
    return new CopyFolder(folder, wanted, remarks).bring();
  }

  /** Copies an output of files into {@code folder}, as far as it is not there. */
  public static Path ofFiles(
      Stores stores, String location, Manifest manifest, Path folder, Consumer<String> remarks)
      throws IOException {
    List<CopyFolder.Wanted> wanted = new ArrayList<>();
    for (StoredFile file : manifest.files()) {
      wanted.add(stored(stores, location, file.stored(), file.path(), file.executable()));
    }
    return new CopyFolder(folder, wanted, remarks).bring();
  }

  /**
   * One object. A second name for the cache's file would be cheaper, but programs may write to what
   * they are given.
   */
  private static CopyFolder.Wanted stored(
      Stores stores, String location, ImmutableObject object, String path, boolean executable) {
    StoredContent content = StoredContent.of(stores, location, object, path, true);
    return new CopyFolder.Wanted(path, object.sha256(), executable, content);
  }

  /** The manifest of a table's copy in a folder: it has that table alone, as the main one. */
  static Manifest manifest(Table table, Path folder) {
    List<CommittedShard> shards =
        table.shards().stream().map(shard -> shard.in(folder.toString(), TableName.MAIN)).toList();
    return new Manifest(
        table.manifest().recipe(),
        table.manifest().codec(),
        Map.of(TableName.MAIN, table.columns()),
        shards,
        Map.of(),
        List.of());
  }
}
