package org.shoestring.store.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.shoestring.spec.Bytes;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;

/** What is tried of a folder as a store beside what every store must do. */
final class FolderChecks {
  /** Little for any data set. */
  private static final long LITTLE = 1L << 30;

  private final Path root;
  private final ObjectStore store;

  FolderChecks(Path root, ObjectStore store) {
    this.root = root;
    this.store = store;
  }

  /** Whether files can be made in it. */
  Finding writable(String what) throws IOException {
    try {
      Files.delete(store.newSpool());
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      return Finding.fail(
          what,
          root
              + ": cannot write files there ("
              + LocalFailure.reason(e)
              + "); choose another folder, or change its owner with chown");
    }
    return Finding.ok(what, root.toString());
  }

  /** Whether of two creates of one file the second is refused, which hard links do. */
  Finding create(String what) throws IOException {
    boolean first = store.create("created", "first".getBytes(StandardCharsets.UTF_8));
    boolean second = store.create("created", "second".getBytes(StandardCharsets.UTF_8));
    return first && !second
        ? Finding.ok(what, BucketChecks.REFUSED)
        : Finding.fail(
            what,
            (first ? "two creates of one file both succeeded" : "a new file could not be created")
                + ", which this disk must do right; put the workspace on another disk");
  }

  Finding space(String what) throws IOException {
    return space(what, root);
  }

  /** The free space where a folder lies, or will lie. */
  static Finding space(String what, Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    FileStore disk = Files.getFileStore(there);
    long free = disk.getUsableSpace();
    String said = Bytes.show(free) + " free of " + Bytes.show(disk.getTotalSpace());
    return free < LITTLE
        ? Finding.warn(what, said + " in " + there + "; free some space, or choose another folder")
        : Finding.ok(what, said);
  }
}
