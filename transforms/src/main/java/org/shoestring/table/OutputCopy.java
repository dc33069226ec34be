package org.shoestring.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.InterruptibleCopy;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileModes;
import org.shoestring.files.SafePath;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.removal.Removal;

/**
 * Copies a whole output into another folder, of any store: what the manifest names, each object
 * compared with its hash on the way, several at a time; then the records of its units, and at last
 * the manifest, only if absent. Names carry hashes, so a copy that was cut short goes on behind
 * what is there.
 */
public final class OutputCopy {
  private final Stores stores;
  private final String from;
  private final String to;
  private final ObjectStore source;
  private final ObjectStore target;
  private final Listener listener;
  private long bytes;
  private Optional<List<StoredObject>> listed = Optional.empty();

  /** Is told of an object that was sent, one after another. */
  public interface Listener {
    void sent(String object, long bytes);
  }

  /**
   * What was done.
   *
   * @param sent objects that were sent, beside the manifest
   * @param bytes in them
   * @param present objects that were there already
   */
  public record Copied(int sent, long bytes, int present) {}

  /** An object that the manifest names, and the first digits of the SHA-256 of its bytes. */
  private record Named(String object, long bytes, String hash, boolean executable) {

    static Named of(Shard shard) {
      return new Named(shard.object(), shard.compressed(), shard.nameHash(), false);
    }

    static Named of(StoredFile file) {
      return new Named(file.object(), file.bytes(), file.sha256(), file.executable());
    }
  }

  private OutputCopy(Stores stores, String from, String to, Listener listener) {
    this.stores = stores;
    this.from = from;
    this.to = to;
    this.source = stores.at(from);
    this.target = stores.at(to);
    this.listener = listener;
  }

  /**
   * Copies the output in a folder.
   *
   * @throws UsageException if there is none, or another one in the target
   * @throws BadDataException if an object is missing or altered
   */
  public static Copied run(Stores stores, String from, String to, Listener listener)
      throws IOException {
    String target = to.replaceFirst("(?<=[^/:])/+$", "");
    while (true) {
      OutputCopy copy = new OutputCopy(stores, from, target, listener);
      Removal.Found found = Removal.of(copy.target, copy::list).look();
      if (found.state() != Removal.State.GIVEN_UP) {
        String location = copy.target.location();
        return copy.run(found.manifest().map(text -> Manifest.parse(location, text)));
      }
      int name = target.lastIndexOf('/') + 1;
      target = target.substring(0, name) + OutputFolder.next(target.substring(name));
    }
  }

  /** The objects of a prefix in the target, which is listed once. */
  private List<StoredObject> list(String prefix) throws IOException {
    if (listed.isEmpty()) {
      listed = Optional.of(target.list(""));
    }
    return listed.get().stream().filter(object -> object.name().startsWith(prefix)).toList();
  }

  private Copied run(Optional<Manifest> there) throws IOException {
    Manifest manifest = Table.manifestIn(stores, from);
    List<Named> named =
        Stream.concat(
                manifest.shards().stream().map(Named::of), manifest.files().stream().map(Named::of))
            .distinct()
            .toList();
    if (there.isPresent() && isThere(manifest, there.get())) {
      return new Copied(0, 0, named.size()); // Made elsewhere, of the same lines.
    }
    Map<String, Long> stored = new HashMap<>();
    for (StoredObject object : list("")) {
      stored.put(object.name(), object.bytes());
    }
    List<Named> missing = named.stream().filter(object -> !isWhole(object, stored)).toList();
    List<Named> unused = ParallelTransfers.each(missing, this::send);
    for (Named object : named) {
      if (object.executable() && !Location.isRemote(to)) {
        FileModes.makeExecutable(Path.of(to, object.object()));
      }
    }
    copyRecords(stored);
    byte[] text = manifest.text().getBytes(StandardCharsets.UTF_8);
    if (there.isEmpty() && !target.create(Manifest.NAME, text)) {
      isThere(manifest, Table.manifestIn(stores, to));
    }
    return new Copied(missing.size(), bytes, named.size() - missing.size());
  }

  /**
   * Whether the manifest in the target names other objects of the same content.
   *
   * @throws UsageException if it is that of another output
   */
  private boolean isThere(Manifest manifest, Manifest found) {
    if (found.text().equals(manifest.text())) {
      return false;
    }
    if (found.recipe().key().equals(manifest.recipe().key())
        && found.codec() == manifest.codec()
        && found.tables().equals(manifest.tables())
        && found.filesDigest().equals(manifest.filesDigest())
        && manifest.tables().keySet().stream()
            .allMatch(table -> found.digest(table).equals(manifest.digest(table)))) {
      return true;
    }
    throw new UsageException(
        to
            + ": holds another output ("
            + found.recipe().outputName()
            + ", not the "
            + manifest.recipe().outputName()
            + " of "
            + from
            + "); choose another folder");
  }

  private static boolean isWhole(Named object, Map<String, Long> stored) {
    return stored.getOrDefault(object.object(), -1L) == object.bytes();
  }

  private Named send(Named object) throws IOException {
    Optional<Path> file = source.file(object.object()).filter(OutputCopy::isReadable);
    if (Location.isRemote(to) && object.bytes() <= ParallelTransfers.IN_MEMORY) {
      sendInMemory(object);
    } else if (file.isPresent() && Location.isRemote(to)) {
      HashedFile hashed = HashedFile.of(file.get());
      check(object, hashed.bytes(), hashed.sha256());
      target.send(object.object(), hashed);
    } else {
      sendBySpool(object);
    }
    tell(object);
    return object;
  }

  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  private synchronized void tell(Named object) {
    bytes += object.bytes();
    listener.sent(object.object(), object.bytes());
  }

  private void sendInMemory(Named object) throws IOException {
    byte[] content;
    try (InputStream in = source.open(object.object())) {
      content = in.readNBytes((int) object.bytes() + 1);
    } catch (NoSuchObjectException e) {
      throw altered(object, "is missing");
    }
    if (content.length > object.bytes()) {
      sendBySpool(object); // Which tells how long it is.
      return;
    }
    check(object, content.length, new Sha256().update(content, 0, content.length).hex());
    target.replace(object.object(), content);
  }

  private void sendBySpool(Named object) throws IOException {
    Path spool = target.newSpool();
    try {
      Sha256 sha256 = new Sha256();
      try (InputStream in = source.open(object.object());
          OutputStream out = sha256.through(SpoolOutput.to(spool))) {
        InterruptibleCopy.copy(in, out);
      } catch (NoSuchObjectException e) {
        throw altered(object, "is missing");
      }
      check(object, Files.size(spool), sha256.hex());
      target.put(object.object(), spool);
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  private void check(Named object, long read, String sha256) {
    if (read != object.bytes()) {
      throw altered(object, "has " + read + " bytes, but the manifest says " + object.bytes());
    }
    if (!sha256.startsWith(object.hash())) {
      throw altered(object, "was altered: its bytes do not have the hash of its name");
    }
  }

  private BadDataException altered(Named object, String what) {
    return DamagedOutput.error(stores, from, from + "/" + object.object() + ": " + what, null);
  }

  /** What {@code where} goes by. The shards of passes, which lie deeper, are of no use there. */
  private void copyRecords(Map<String, Long> stored) throws IOException {
    List<String> missing =
        source.list(UnitRecords.FOLDER).stream()
            .map(StoredObject::name)
            .filter(OutputCopy::isRecord)
            .filter(name -> !stored.containsKey(name))
            .toList();
    List<Boolean> unused =
        ParallelRequests.each(
            missing,
            name -> {
              try (InputStream in = source.open(name)) {
                return target.create(name, in.readAllBytes());
              }
            });
  }

  private static boolean isRecord(String name) {
    return name.indexOf('/', UnitRecords.FOLDER.length()) < 0
        && SafePath.fault(name).isEmpty()
        && name.endsWith(".tsv");
  }
}
