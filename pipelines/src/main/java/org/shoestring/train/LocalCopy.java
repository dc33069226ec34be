package org.shoestring.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.shoestring.store.FileModes;
import org.shoestring.store.ImmutableObject;
import org.shoestring.store.NoSuchObjectException;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.Stores;
import org.shoestring.table.Manifest;
import org.shoestring.table.Output;
import org.shoestring.table.Shard;
import org.shoestring.table.StoredFile;
import org.shoestring.table.Table;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Sha256;

/**
 * An output as files of this machine, for programs that know nothing of stores: a table is a folder
 * of its shards and its manifest, files keep their paths. Every copy is checked while it is made.
 */
public final class LocalCopy {
  /** Two processes may make the same copy at the same time. */
  private static final String PART = ".part" + ProcessHandle.current().pid();

  private LocalCopy() {}

  /**
   * Copies a table into {@code folder}, unless it is there. The copy's manifest has that table
   * alone, as the main one.
   */
  public static synchronized Path ofTable(Table table, Path folder) throws IOException {
    Path manifest = folder.resolve(Manifest.NAME);
    if (Files.exists(manifest)) {
      return folder;
    }
    Files.createDirectories(folder);
    for (Shard shard : table.shards()) {
      copy(table.folder(), shard.stored(), folder.resolve(shard.name()), false);
    }
    List<Shard> shards =
        table.shards().stream().map(shard -> shard.in(folder.toString(), Table.MAIN)).toList();
    Manifest own =
        new Manifest(
            table.manifest().recipe(),
            table.manifest().codec(),
            Map.of(Table.MAIN, table.columns()),
            shards,
            Map.of(),
            List.of());
    Path part = folder.resolve(Manifest.NAME + PART);
    Files.writeString(part, own.text());
    Files.move(part, manifest, StandardCopyOption.ATOMIC_MOVE);
    return folder;
  }

  /** Copies an output of files into {@code folder}, unless it is there. */
  public static synchronized Path ofFiles(Output output, Manifest manifest, Path folder)
      throws IOException {
    Path done = folder.resolveSibling(folder.getFileName() + ".done");
    if (Files.exists(done)) {
      return folder;
    }
    Files.createDirectories(folder);
    for (StoredFile file : manifest.files()) {
      Path target = folder.resolve(file.path()).normalize();
      if (!target.startsWith(folder)) {
        throw new BadDataException(output.folder() + ": the file " + file.path() + " leaves it");
      }
      copy(output.folder(), file.stored(), target, file.executable());
    }
    Files.writeString(done, "");
    return folder;
  }

  /**
   * Copies one object. A second name for the cache's file would be cheaper, but programs may write
   * to what they are given.
   */
  private static void copy(String location, ImmutableObject object, Path target, boolean executable)
      throws IOException {
    String name = location + "/" + object.name();
    if (target.getParent() != null) {
      Files.createDirectories(target.getParent());
    }
    Path part = target.resolveSibling(target.getFileName() + PART);
    Sha256 sha256 = new Sha256();
    ObjectStore store = Stores.at(location);
    try (InputStream in = store.open(object);
        OutputStream out = sha256.through(Files.newOutputStream(part))) {
      in.transferTo(out);
    } catch (NoSuchObjectException e) {
      throw new BadDataException(
          name + ": is missing; restore it, or delete " + location + " to make it again", e);
    }
    if (!object.isIdentified() || !sha256.hex().startsWith(object.sha256())) {
      throw new BadDataException(
          name
              + ": was altered: its bytes do not have the hash that was"
              + " recorded; restore it, or delete "
              + location
              + " to make it again");
    }
    FileModes.makeReadOnly(part, executable);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The file's SHA-256 in hexadecimal. */
  public static String hash(Path file) throws IOException {
    Sha256 sha256 = new Sha256();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = sha256.through(OutputStream.nullOutputStream())) {
      in.transferTo(out);
    }
    return sha256.hex();
  }
}
