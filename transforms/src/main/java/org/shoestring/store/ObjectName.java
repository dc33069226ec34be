package org.shoestring.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.shoestring.store.object.StoredObject;

/**
 * What the path of a file, here or in a remote store, names: an object in the store of its folder.
 *
 * @param folder the location of the folder
 * @param name without any {@code /}
 */
public record ObjectName(String folder, String name) {

  /** The object that a path names; empty if it names no file: {@code /}, {@code s3://bucket}. */
  public static Optional<ObjectName> parse(String path) {
    if (Location.isRemote(path)) {
      int slash = path.lastIndexOf('/');
      boolean none = slash == path.length() - 1 || slash < path.indexOf("://") + 3;
      return none
          ? Optional.empty()
          : Optional.of(new ObjectName(path.substring(0, slash), path.substring(slash + 1)));
    }
    Path file = Path.of(path).toAbsolutePath().normalize();
    Path parent = file.getParent();
    Path name = file.getFileName();
    return parent == null || name == null
        ? Optional.empty()
        : Optional.of(new ObjectName(parent.toString(), name.toString()));
  }

  /**
   * The object of a path that a store gave.
   *
   * @throws IllegalArgumentException if it names no file
   */
  public static ObjectName of(String path) {
    return parse(path)
        .orElseThrow(() -> new IllegalArgumentException(path + ": this is not the name of a file"));
  }

  /** Its bytes. */
  public InputStream open(Stores stores) throws IOException {
    return stores.at(folder).open(name);
  }

  /** The file of this machine that it is; empty if it is remote. */
  public Optional<Path> file(Stores stores) {
    return stores.at(folder).file(name);
  }

  /** What is known of it; empty if there is none. */
  public Optional<StoredObject> stat(Stores stores) throws IOException {
    return stores.at(folder).stat(name);
  }
}
