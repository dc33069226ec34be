package org.shoestring.table.local;

import java.io.IOException;
import java.io.InputStream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.SafePath;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.DamagedOutput;
import org.shoestring.table.record.Manifest;

/**
 * The bytes of an object of an output, as its store has them.
 *
 * @param location of the output
 * @param cached whether the machine's cache may keep them; what it has is used in any case
 */
record StoredContent(Stores stores, String location, ImmutableObject object, boolean cached)
    implements CopyFolder.Content {

  /**
   * Those of an object whose name and hash are what they must be.
   *
   * @param path that a file with these bytes will have in a folder
   */
  static StoredContent of(
      Stores stores, String location, ImmutableObject object, String path, boolean cached) {
    StoredContent content = new StoredContent(stores, location, object, cached);
    try {
      SafePath.check("the name", path);
    } catch (IllegalArgumentException e) {
      // Manifests were checked when they were read; this is the last line of defence.
      throw new BadDataException(location + "/" + Manifest.NAME + ": " + e.getMessage(), e);
    }
    if (!object.isIdentified()) {
      throw content.altered();
    }
    return content;
  }

  @Override
  public InputStream from(long offset) throws IOException {
    ObjectStore store = stores.at(location);
    try {
      // What is read by its offset is not kept.
      return offset == 0 && cached ? store.open(object) : store.openAt(object, offset);
    } catch (NoSuchObjectException e) {
      throw DamagedOutput.error(stores, location, name() + ": is missing", e);
    }
  }

  @Override
  public BadDataException altered() {
    return DamagedOutput.error(
        stores,
        location,
        name() + ": was altered: its bytes do not have the hash that was recorded",
        null);
  }

  private String name() {
    return location + "/" + object.name();
  }
}
