package org.shoestring.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the file system knows of a file without reading it: while this is the same, so is the
 * content. A modification time alone does not tell, since {@code cp -p}, {@code tar} and {@code
 * rsync} set it; the change time cannot be set.
 *
 * @param bytes its length
 * @param modified when its content was written
 * @param changed when its content or anything about it was changed; {@code modified} where the file
 *     system does not know
 * @param inode its number on its file system; 0 where there is none
 */
public record FileIdentity(long bytes, Instant modified, Instant changed, long inode) {
  /** Clocks of file systems may be so coarse that two changes within it look like one. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  /**
   * The identity of a file.
   *
   * @param options whether a link stands for itself
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public static FileIdentity of(Path file, LinkOption... options) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      BasicFileAttributes known = Files.readAttributes(file, BasicFileAttributes.class, options);
      Instant modified = known.lastModifiedTime().toInstant();
      return new FileIdentity(known.size(), modified, modified, 0);
    }
    Map<String, Object> known =
        Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino", options);
    return new FileIdentity(
        ((Number) value(known, "size")).longValue(),
        ((FileTime) value(known, "lastModifiedTime")).toInstant(),
        ((FileTime) value(known, "ctime")).toInstant(),
        ((Number) value(known, "ino")).longValue());
  }

  private static Object value(Map<String, Object> known, String name) {
    Object value = known.get(name);
    if (value == null) {
      throw new IllegalStateException("the file system does not tell " + name);
    }
    return value;
  }

  /**
   * Whether the file was left alone for so long before {@code now} that no later change can have
   * this identity.
   */
  public boolean isSettled(Instant now) {
    Instant since = now.minus(COARSE);
    return modified.isBefore(since) && changed.isBefore(since);
  }

  /** All but the length, in one word for records. */
  public String version() {
    return modified + "," + changed + "," + inode;
  }
}
