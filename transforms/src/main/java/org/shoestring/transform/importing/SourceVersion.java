package org.shoestring.transform.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.Location;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.StoredObject;

/**
 * What a file was when it was identified.
 *
 * @param bytes its length
 * @param version as its store tells it: another one is another file
 * @param sha256 of its stored bytes
 */
public record SourceVersion(long bytes, String version, String sha256) implements Serializable {

  /**
   * What a file is now, if it has the same content: a file on this machine whose times alone have
   * changed, by a chmod or another link to it, is read again. Empty if it is another.
   */
  Optional<SourceVersion> asItIs(Stores stores, String path, StoredObject now) throws IOException {
    if (version.equals(now.version())) {
      return Optional.of(this);
    }
    if (bytes != now.bytes() || Location.isRemote(path)) {
      return Optional.empty();
    }
    Sha256 hash = new Sha256();
    try (InputStream in = ObjectName.of(path).open(stores);
        OutputStream hashed = hash.through(OutputStream.nullOutputStream())) {
      in.transferTo(hashed);
    }
    return hash.hex().equals(sha256)
        ? Optional.of(new SourceVersion(bytes, now.version(), sha256))
        : Optional.empty();
  }

  /**
   * Fails if a file of a unit is not the one that the output is named by.
   *
   * @param versions by path; takes those that the same content has now
   */
  static void check(ImportUnit unit, Map<String, SourceVersion> versions, Stores stores)
      throws IOException {
    for (String file : unit.files()) {
      SourceVersion expected = versions.get(file);
      if (expected == null) {
        continue;
      }
      Optional<StoredObject> found = ObjectName.of(file).stat(stores);
      Optional<SourceVersion> now =
          found.isEmpty() ? Optional.empty() : expected.asItIs(stores, file, found.get());
      versions.put(
          file,
          now.orElseThrow(
              () ->
                  new BadDataException(
                      file
                          + (found.isEmpty() ? ": deleted" : ": changed")
                          + " while it was imported; run the command again to import what is"
                          + " there now")));
    }
  }
}
