package org.shoestring.table.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.shoestring.bytes.InterruptibleCopy;
import org.shoestring.bytes.Sha256;

/** A file on its way: what arrived before a stop is kept, and only the rest is asked for. */
final class PartFile {
  private PartFile() {}

  /**
   * Completes the file.
   *
   * @param sha256 the first digits of its hash
   * @return its hash
   */
  static String complete(Path part, String sha256, CopyFolder.Content content) throws IOException {
    long begun = begun(part);
    String hash = append(part, content);
    if (!hash.startsWith(sha256)) {
      Files.delete(part);
      if (begun == 0) {
        throw content.altered();
      }
      return complete(part, sha256, content); // What was there may not have been of this object.
    }
    return hash;
  }

  /** How much of it there is; one that cannot be written belonged to a process that was killed. */
  private static long begun(Path part) throws IOException {
    if (!Files.isRegularFile(part) || !Files.isWritable(part)) {
      Files.deleteIfExists(part);
      return 0;
    }
    return Files.size(part);
  }

  private static String append(Path part, CopyFolder.Content content) throws IOException {
    Sha256 sha256 = new Sha256();
    long begun = 0;
    if (Files.exists(part)) {
      try (InputStream in = Files.newInputStream(part);
          OutputStream hashed = sha256.through(OutputStream.nullOutputStream())) {
        begun = InterruptibleCopy.copy(in, hashed);
      }
    }
    try (InputStream in = content.from(begun);
        OutputStream out =
            sha256.through(
                Files.newOutputStream(
                    part, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      InterruptibleCopy.copy(in, out);
    }
    return sha256.hex();
  }
}
