package org.shoestring.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.shoestring.files.Folders;
import org.shoestring.files.NewFile;
import org.shoestring.files.ProcessEnd;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.SpoolOutput;

/**
 * A local file that becomes an object outside a workspace: beside its target if the store is a
 * folder, so that no folder for temporary files is left there. Closing without {@link #put} leaves
 * nothing.
 */
public final class Spool implements Closeable {
  private static final String START = ".shoestring";
  private static final String END = ".part";

  private final ObjectStore store;
  private final String object;
  private final Path file;
  private boolean isPut;

  private Spool(ObjectStore store, String object, Path file) {
    this.store = store;
    this.object = object;
    this.file = file;
  }

  /** An empty spool for an object in a folder. */
  public static Spool in(Stores stores, String folder, String object) throws IOException {
    ObjectStore store = stores.at(folder);
    if (Location.isRemote(folder)) {
      return new Spool(store, object, store.newSpool());
    }
    Path local = Path.of(folder).toAbsolutePath();
    try {
      Folders.make(local);
      Path file = NewFile.in(local, START, END);
      ProcessEnd.delete(file);
      return new Spool(store, object, file);
    } catch (FileSystemException e) {
      throw LocalFailure.of(local, e);
    }
  }

  /** Makes a small object in a folder, or replaces it. */
  public static void put(Stores stores, String folder, String object, byte[] content)
      throws IOException {
    ObjectStore store = stores.at(folder);
    if (Location.isRemote(folder)) {
      store.replace(object, content);
      return;
    }
    Path local = Path.of(folder).toAbsolutePath();
    Path file = NewFile.path(local, START, END);
    try (Spool spool = new Spool(store, object, file)) {
      spool.fill(local, content);
      store.putSynced(object, file);
      spool.isPut = true;
    }
  }

  private void fill(Path folder, byte[] content) throws IOException {
    try {
      Folders.make(folder);
      ProcessEnd.delete(file);
      SpoolOutput.make(file, content);
    } catch (FileSystemException e) {
      throw LocalFailure.of(folder, e);
    }
  }

  /** To be filled. */
  public Path file() {
    return file;
  }

  /** Makes the object, or replaces it. */
  public void put() throws IOException {
    store.put(object, file);
    isPut = !file.toFile().exists();
  }

  @Override
  public void close() throws IOException {
    if (!isPut) {
      Files.deleteIfExists(file);
    }
    ProcessEnd.forget(file);
  }
}
