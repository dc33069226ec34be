package org.shoestring.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.shoestring.files.FileIdentity;
import org.shoestring.spec.Shown;

/**
 * What the file system knows of all files and links in a folder, without reading them: while this
 * is the same, so is what a program left there. Numbers of files are left out, since a network
 * folder may have others after a restart.
 *
 * @param files length and times of each by its path; a link stands for itself
 */
record FolderState(SortedMap<String, String> files) {
  private static final String CLOSED = "closed";

  /** The state of a folder now; one that is not there has no files. */
  static FolderState of(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes known)
              throws IOException {
            if (known.isRegularFile() || known.isSymbolicLink()) {
              files.put(path(folder, file), state(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof AccessDeniedException) {
              files.put(path(folder, file), CLOSED);
            } else if (!(failure instanceof NoSuchFileException)) {
              throw failure;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new FolderState(files);
  }

  private static String state(Path file) throws IOException {
    FileIdentity identity = FileIdentity.of(file, LinkOption.NOFOLLOW_LINKS);
    return identity.bytes() + "," + identity.modified() + "," + identity.changed();
  }

  /** As it is written down: a name that is not UTF-8 is not there as it is. */
  private static String path(Path folder, Path file) {
    byte[] path = folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8);
    return new String(path, StandardCharsets.UTF_8);
  }

  /** What has happened to the first file that is not as it was, for people; empty if all are. */
  Optional<String> change(FolderState now) {
    SortedSet<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(now.files.keySet());
    for (String path : paths) {
      String before = files.get(path);
      String after = now.files.get(path);
      if (before == null || !before.equals(after)) {
        String what = before == null ? "added" : after == null ? "removed" : "changed";
        return Optional.of(Shown.quoted(path) + " was " + what);
      }
    }
    return Optional.empty();
  }
}
