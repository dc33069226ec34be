package org.shoestring.table.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileModes;
import org.shoestring.files.FolderWalk;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;

/**
 * Some shards of a table as files of a folder, for a disk that has no room for all: each is fetched
 * and removed by itself, and the machine's cache keeps none. The folder is that of a {@link
 * LocalCopy}, with the same manifest; a copy that is made there later uses what there is.
 */
public final class ShardFiles {
  private final Table table;
  private final Path folder;
  private final Map<String, CommittedShard> shards = new LinkedHashMap<>();

  /** Those of a table; nothing is done yet. */
  public ShardFiles(Table table, Path folder) {
    this.table = table;
    this.folder = folder;
    table.shards().forEach(shard -> shards.put(shard.name(), shard));
  }

  /** Where they are. */
  public Path folder() {
    return folder;
  }

  /** All shards of the table by their names, in order. */
  public Map<String, CommittedShard> shards() {
    return Collections.unmodifiableMap(shards);
  }

  /** How many bytes a shard has in its store, and on the disk. */
  public long bytes(String name) {
    return shard(name).compressed();
  }

  /** What ends the name of each shard, {@code .tsv.gz}. */
  public String ending() {
    return ".tsv." + table.manifest().codec().extension();
  }

  /** Where they are on their way, before they are whole and checked. */
  private Path parts() {
    return folder.resolveSibling(folder.getFileName() + ".parts");
  }

  /**
   * Makes a folder with the manifest alone, whatever an earlier process has left there. Some of the
   * shards that it left count as begun: they are looked at when they are fetched.
   *
   * @param most how many of them may stay
   * @return the names of those that are begun
   */
  public Set<String> prepare(int most) throws IOException {
    CopyRecord.remove(folder);
    Set<String> begun = new TreeSet<>();
    for (Path part : new TreeSet<>(FolderWalk.entries(parts()))) {
      keep(part, most, begun);
    }
    Files.createDirectories(parts());
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder); // A link, say.
      Files.createDirectories(folder);
    }
    for (Path entry : new TreeSet<>(FolderWalk.entries(folder))) {
      if (keep(entry, most, begun)) {
        Files.move(entry, parts().resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Path part = parts().resolve(Manifest.NAME);
    Files.writeString(part, LocalCopy.manifest(table, folder).text());
    FileModes.makeReadOnly(part, false);
    Files.move(part, folder.resolve(Manifest.NAME), StandardCopyOption.ATOMIC_MOVE);
    return begun;
  }

  /** Removes what is not one more shard that may stay. */
  private boolean keep(Path entry, int most, Set<String> kept) throws IOException {
    String name = entry.getFileName().toString();
    boolean stays =
        shards.containsKey(name)
            && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
            && kept.size() < most
            && kept.add(name);
    if (!stays) {
      FolderWalk.remove(entry);
    }
    return stays;
  }

  /** Whether a shard that was fetched is still there. */
  public boolean isThere(String name) {
    return Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Fetches a shard. It appears whole, when its hash was checked. What a failure or an interrupt
   * leaves of it is used by the next call.
   *
   * @throws BadDataException if it is missing in its store, or altered
   */
  public void fetch(String name) throws IOException {
    Shard shard = shard(name);
    StoredContent content =
        StoredContent.of(table.stores(), table.folder(), shard.stored(), name, false);
    Path part = parts().resolve(name);
    if (!isWhole(part, shard)) {
      PartFile.complete(part, shard.nameHash(), content);
    }
    FileModes.makeReadOnly(part, false);
    Path target = folder.resolve(name);
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      FolderWalk.remove(target); // A program made it.
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isWhole(Path part, Shard shard) throws IOException {
    if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)
        || Files.size(part) < shard.compressed()) {
      return false;
    }
    if (Files.size(part) == shard.compressed()
        && Sha256.ofFile(part).startsWith(shard.nameHash())) {
      return true;
    }
    Files.delete(part);
    return false;
  }

  /** Removes a shard, or what there is of it. Who has it open can read it to its end. */
  public void remove(String name) throws IOException {
    Files.deleteIfExists(parts().resolve(name));
    FolderWalk.remove(folder.resolve(name));
  }

  private Shard shard(String name) {
    Shard shard = shards.get(name);
    if (shard == null) {
      throw new IllegalArgumentException("no shard " + name);
    }
    return shard;
  }
}
