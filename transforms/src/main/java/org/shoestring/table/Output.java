package org.shoestring.table;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.Stores;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.table.removal.Removal;
import org.shoestring.tsv.codec.Codec;

/**
 * An output in the making: where its shards, the records of its units and at last its manifest go.
 *
 * <p>Nothing that is written here is ever altered: shards carry their own hash in their name,
 * records and the manifest are made only if absent. So any number of workers, also ones believed
 * dead, may write the same output at the same time. Only {@code gc} gives up a folder, and for
 * ever: what is made after that goes into another one, as {@link Removal} explains.
 *
 * @param stores what opens the workspace's, and those of the inputs
 * @param workspace the location of the workspace
 * @param path of its folder there, {@code outputs/TYPE-KEY}, with {@code .NUMBER} after it was
 *     removed; empty if it is the workspace itself
 * @param level of compression, from 1 to 9
 */
public record Output(Stores stores, String workspace, String path, Codec codec, int level)
    implements Serializable {
  private static final int WORK_DIGITS = 16;

  /** The output of that name in a workspace, in the folder of its first generation. */
  public static Output in(Stores stores, String workspace, String name, Codec codec, int level) {
    return new Output(stores, workspace, "outputs/" + name, codec, level);
  }

  /** {@code TYPE-KEY}. */
  public String name() {
    return OutputFolder.output(path.substring(path.lastIndexOf('/') + 1));
  }

  /**
   * An output in the folder that it has now.
   *
   * @param manifest empty if it does not exist, and is to be made there
   */
  public record Located(Output output, Optional<Manifest> manifest) {}

  /** This output, or the first generation after it that was not removed. */
  public Located locate() throws IOException {
    return locate(false);
  }

  /**
   * The same for somebody who relies on it: once a record or a claim that names the output was
   * written, what this finds is not removed as long as that stands.
   */
  public Located hold() throws IOException {
    return locate(true);
  }

  private Located locate(boolean hold) throws IOException {
    Output at = this;
    while (true) {
      Removal removal = Removal.of(at.store(), at.path);
      Removal.Found found = hold ? removal.hold() : removal.look();
      if (found.state() != Removal.State.GIVEN_UP) {
        return new Located(at, found.manifest().map(at::parse));
      }
      int name = at.path.lastIndexOf('/') + 1;
      String next = at.path.substring(0, name) + OutputFolder.next(at.path.substring(name));
      at = new Output(stores, workspace, next, codec, level);
    }
  }

  /** The location of its folder. */
  public String folder() {
    return store().location() + (path.isEmpty() ? "" : "/" + path);
  }

  ObjectStore store() {
    return stores.at(workspace);
  }

  /** The name in the store of an object of this output. */
  String object(String rest) {
    return path.isEmpty() ? rest : path + "/" + rest;
  }

  /**
   * The folder of this machine for the programs of all outputs in its workspace: local copies of
   * what they read, what they say.
   */
  public Path workFolder() {
    String name = new Sha256().frame(store().location()).hex().substring(0, WORK_DIGITS);
    return stores.workFolder().resolve(name);
  }

  /** A writer of one piece of a unit's shard in a table. */
  public ShardWriter newShard(String table, int unit, int piece) throws IOException {
    return new ShardWriter(this, table, unit, piece, false);
  }

  /**
   * The same with compression in a thread of its own, for a worker that is the only one at work.
   */
  public ShardWriter newShardInBackground(String table, int unit, int piece) throws IOException {
    return new ShardWriter(this, table, unit, piece, true);
  }

  /** The records of its units of work. */
  public UnitRecords records() {
    return new UnitRecords(this);
  }

  /** What its programs said. */
  public OutputLogs logs() {
    return new OutputLogs(this);
  }

  /** The manifest, if the output exists in this folder. */
  public Optional<Manifest> manifest() throws IOException {
    return Removal.of(store(), path).look().manifest().map(this::parse);
  }

  /**
   * Makes the output exist, after all that the manifest names was found in the store at its size.
   *
   * @return the manifest that counts: this one, or that of another worker who was first
   * @throws BadDataException if an object is missing, or has another size
   * @throws OutputRemovedException if the folder was given up meanwhile
   */
  public Manifest commit(Manifest manifest) throws IOException {
    return new ManifestCreation(this, manifest).run();
  }

  Manifest parse(String text) {
    return Manifest.parse(folder(), text);
  }

  /** A new empty local file, to be filled and put. */
  public Path newSpool() throws IOException {
    return store().newSpool();
  }

  /** The names in its folder of all files that were put into it. */
  public Set<String> files() throws IOException {
    int folder = object("").length();
    return store().list(object(StoredFile.FOLDER)).stream()
        .map(object -> object.name().substring(folder))
        .collect(Collectors.toSet());
  }

  /** Puts a file of an output of files, which stays where it is. */
  public void sendFile(StoredFile file, HashedFile from) throws IOException {
    store().send(object(file.object()), from);
  }

  /** Puts a file of an output of files from a filled spool, which is gone afterwards. */
  public void putFile(StoredFile file, Path spool) throws IOException {
    store().put(file.stored().named(object(file.object())), spool);
  }
}
