package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.shoestring.files.FileNames;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.SafePath;

/**
 * What lies in a folder now. Links are followed as long as they stay in the folder; what vanishes
 * meanwhile was never there.
 *
 * @param files by their paths in the folder, with {@code /} between parts
 * @param leftOut why a name is not among the files, by its path, to be read behind it: {@code is a
 *     broken link}
 */
public record FolderFiles(
    Path folder, SortedMap<String, FileFacts> files, SortedMap<String, String> leftOut) {

  public FolderFiles {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
  }

  /**
   * What the file system knows of a file.
   *
   * @param modified when its content was written
   * @param target the path in the folder of the file that a link leads to; empty for a file itself
   */
  public record FileFacts(long bytes, FileTime modified, Optional<String> target) {}

  /** Looks into a folder; one that is not there has no files. */
  public static FolderFiles of(Path folder) throws IOException {
    Path root;
    try {
      root = folder.toRealPath();
    } catch (NoSuchFileException e) {
      return new FolderFiles(folder, new TreeMap<>(), new TreeMap<>());
    }
    Walk walk = new Walk(root);
    walk.into(root, "");
    return new FolderFiles(folder, walk.files, walk.leftOut);
  }

  /** The paths of the files, sorted. */
  Stream<String> paths() {
    return files.keySet().stream();
  }

  /** The paths of what lies in a folder, at any depth; the folder ends in {@code /}. */
  List<String> below(String inner) {
    return List.copyOf(files.subMap(inner, inner + Character.MAX_VALUE).keySet());
  }

  /** The first of some files that is newer than the one that is written last, for people. */
  Optional<String> writtenAgain(List<String> paths, String last) {
    FileFacts end = files.get(last);
    return paths.stream()
        .filter(
            path -> {
              FileFacts facts = files.get(path);
              return end != null && facts != null && facts.modified().compareTo(end.modified()) > 0;
            })
        .findFirst()
        .map(path -> path + " is newer than " + last + ": it is being written again");
  }

  /** The first name in a folder that is not among its files, and why; empty if there is none. */
  Optional<String> leftOutBelow(String inner) {
    return leftOut.subMap(inner, inner + Character.MAX_VALUE).entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .findFirst();
  }

  private static final class Walk {
    private final Path root;
    private final SortedMap<String, FileFacts> files = new TreeMap<>();
    private final SortedMap<String, String> leftOut = new TreeMap<>();

    /** What is being looked into, as it really lies, to tell links that go round. */
    private final List<Path> within = new ArrayList<>();

    Walk(Path root) {
      this.root = root;
    }

    /** Looks into a folder, as it really lies, whose files go by {@code prefix}. */
    void into(Path folder, String prefix) throws IOException {
      within.add(folder);
      for (Path entry : FolderWalk.entries(folder)) {
        visit(entry, prefix + entry.getFileName());
      }
      within.remove(within.size() - 1);
    }

    private void visit(Path entry, String path) throws IOException {
      Optional<String> fault =
          FileNames.fault(entry).isPresent()
              ? Optional.of("has a name that is not UTF-8, or that the locale cannot express")
              : SafePath.fault(path);
      if (fault.isPresent()) {
        leftOut.put(path, fault.get());
        return;
      }
      try {
        // The folder is as it really lies, so that only links need be followed.
        Path real = Files.isSymbolicLink(entry) ? entry.toRealPath() : entry;
        BasicFileAttributes known = Files.readAttributes(real, BasicFileAttributes.class);
        if (!real.startsWith(root)) {
          leftOut.put(path, "is a link that leaves the folder");
        } else if (known.isDirectory() && within.contains(real)) {
          leftOut.put(path, "is a link that goes round");
        } else if (known.isDirectory()) {
          into(real, path + "/");
        } else if (known.isRegularFile()) {
          files.put(
              path, new FileFacts(known.size(), known.lastModifiedTime(), target(real, path)));
        } else {
          leftOut.put(path, "is neither a file nor a folder");
        }
      } catch (FileSystemException e) {
        unreachable(entry, path);
      }
    }

    /** What is gone was never there; a link that leads nowhere is. */
    private void unreachable(Path entry, String path) {
      if (Files.isSymbolicLink(entry)) {
        leftOut.put(path, "is a broken link");
      } else if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
        leftOut.put(path, "cannot be read");
      }
    }

    private Optional<String> target(Path real, String path) {
      String target =
          root.relativize(real).toString().replace(root.getFileSystem().getSeparator(), "/");
      return target.equals(path) ? Optional.empty() : Optional.of(target);
    }
  }
}
