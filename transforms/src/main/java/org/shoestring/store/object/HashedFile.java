package org.shoestring.store.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.shoestring.bytes.InterruptibleCopy;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileIdentity;

/**
 * A file of this machine as it was when it was hashed, to become an object under that hash.
 *
 * @param identity when its hash was begun
 * @param sha256 of its bytes
 */
public record HashedFile(Path path, FileIdentity identity, String sha256) {

  /** A file as it is now, which is read. */
  public static HashedFile of(Path file) throws IOException {
    FileIdentity identity = FileIdentity.of(file);
    Sha256 hash = new Sha256();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = hash.through(OutputStream.nullOutputStream())) {
      InterruptibleCopy.copy(in, out);
    }
    return new HashedFile(file, identity, hash.hex());
  }

  /** How many bytes it has. */
  public long bytes() {
    return identity.bytes();
  }

  /** Fails unless the file is still what was hashed. */
  public void check() throws IOException {
    ChangedFileException.unless(path, identity);
  }
}
