package org.shoestring.pipeline.source;

import java.io.IOException;
import java.io.InputStream;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.StoredObject;

/**
 * What identifies a source file: the hash of its stored bytes, remembered by size and version so
 * that it is read for it only once.
 *
 * @param version changes whenever the file does: its times and inode, or its ETag
 */
public record SourceDigest(String path, long bytes, String version, String sha256) {

  /** Reads the whole file; a copy is kept, where there is a cache, for those who import it. */
  static SourceDigest read(Stores stores, String path, StoredObject object) throws IOException {
    Sha256 hash = new Sha256();
    byte[] buffer = new byte[1 << 18];
    ObjectName name = ObjectName.of(path);
    try (InputStream in = stores.at(name.folder()).openToKeep(name.name(), object.bytes())) {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        hash.update(buffer, 0, count);
      }
    }
    return new SourceDigest(path, object.bytes(), object.version(), hash.hex());
  }

  /** Whether this is still the digest of what lies there. */
  boolean isOf(StoredObject object) {
    return bytes == object.bytes() && version.equals(object.version());
  }
}
