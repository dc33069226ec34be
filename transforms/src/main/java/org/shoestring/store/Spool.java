package org.shoestring.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.shoestring.files.ProcessEnd;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.ObjectStore;

/**
 * A local file that becomes an object outside a workspace: beside its target if the store is a
 * folder, so that no folder for temporary files is left there. Closing without {@link #put} leaves
 * nothing.
 *
 * @param file to be filled
 */
public record Spool(ObjectStore store, String object, Path file) implements Closeable {

  /** An empty spool for an object in a folder. */
  public static Spool in(Stores stores, String folder, String object) throws IOException {
    ObjectStore store = stores.at(folder);
    if (Location.isRemote(folder)) {
      return new Spool(store, object, store.newSpool());
    }
    Path local = Path.of(folder).toAbsolutePath();
    Path file = local.resolve(".shoestring-" + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(local);
      Files.createFile(file);
    } catch (FileSystemException e) {
      throw LocalFailure.of(local, e);
    }
    ProcessEnd.delete(file);
    return new Spool(store, object, file);
  }

  /** Makes the object, or replaces it. */
  public void put() throws IOException {
    store.put(object, file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    ProcessEnd.forget(file);
  }
}
