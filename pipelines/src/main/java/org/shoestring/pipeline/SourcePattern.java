package org.shoestring.pipeline;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.shoestring.spec.UsageException;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.store.Stores;
import org.shoestring.transform.ImportUnit;
import org.shoestring.tsv.Columns;

/**
 * The files of an import as a user names them.
 *
 * @param where file and line, or the option, for messages
 * @param patterns paths or globs
 * @param sideBySide whether the patterns' lines stand side by side, a column each
 */
public record SourcePattern(String where, List<String> patterns, boolean sideBySide) {
  public SourcePattern {
    patterns = List.copyOf(patterns);
  }

  /**
   * Finds the files and identifies them.
   *
   * @param folder what relative paths are relative to
   * @param known the digest of a file that was seen before, by its path
   * @throws UsageException if the columns do not fit files side by side
   * @throws MissingSourceException if a file is missing
   */
  public Sources find(Path folder, Columns columns, Function<String, Optional<SourceDigest>> known)
      throws IOException, MissingSourceException {
    if (sideBySide && columns.size() != patterns.size()) {
      throw new UsageException(
          where
              + ": "
              + patterns.size()
              + " files side by side, but "
              + columns.size()
              + " columns ("
              + columns
              + "); each file is one column");
    }
    List<List<String>> found = new ArrayList<>();
    for (String pattern : patterns) {
      found.add(files(folder.toAbsolutePath().normalize(), pattern));
    }
    Map<String, SourceDigest> digests = new LinkedHashMap<>();
    for (List<String> files : found) {
      for (String file : files) {
        digests.put(file, digest(file, known));
      }
    }
    return new Sources(units(found), digests);
  }

  private List<ImportUnit> units(List<List<String>> found) {
    if (sideBySide) {
      return List.of(new ImportUnit(0, found));
    }
    List<ImportUnit> units = new ArrayList<>();
    for (List<String> files : found) {
      for (String file : files) {
        units.add(new ImportUnit(units.size(), List.of(List.of(file))));
      }
    }
    return units;
  }

  private List<String> files(Path folder, String pattern)
      throws IOException, MissingSourceException {
    if (Stores.isRemote(pattern)) {
      throw new UsageException(where + ": '" + pattern + "': this version imports local files");
    }
    Path path = folder.resolve(pattern).normalize();
    if (!isGlob(pattern)) {
      if (!Files.isRegularFile(path)) {
        throw new MissingSourceException(
            where
                + ": no file '"
                + path
                + "'"
                + (Files.isDirectory(path)
                    ? "; it is a folder: name its files, " + pattern + "/*"
                    : ""));
      }
      return List.of(path.toString());
    }
    Path base = path;
    while (base != null && isGlob(base.toString())) {
      base = base.getParent();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path);
    if (base == null || !Files.isDirectory(base)) {
      throw new MissingSourceException(where + ": no folder '" + base + "' for '" + pattern + "'");
    }
    try (Stream<Path> files = Files.walk(base)) {
      List<String> found =
          files
              .filter(Files::isRegularFile)
              .filter(matcher::matches)
              .map(Path::toString)
              .sorted(Comparator.naturalOrder())
              .toList();
      if (found.isEmpty()) {
        throw new MissingSourceException(where + ": no file matches '" + path + "'");
      }
      return found;
    }
  }

  private static boolean isGlob(String path) {
    return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  private static SourceDigest digest(String file, Function<String, Optional<SourceDigest>> known)
      throws IOException {
    int slash = file.lastIndexOf('/');
    ObjectStore store = Stores.at(file.substring(0, slash + 1));
    String name = file.substring(slash + 1);
    StoredObject object = store.stat(name).orElseThrow(() -> new IOException(file + ": vanished"));
    Optional<SourceDigest> seen = known.apply(file).filter(digest -> digest.isOf(object));
    return seen.isPresent() ? seen.get() : SourceDigest.read(store, object, file);
  }
}
