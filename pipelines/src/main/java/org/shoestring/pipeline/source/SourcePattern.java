package org.shoestring.pipeline.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.store.glob.Glob;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.transform.importing.ImportUnit;
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
   * @param stores where files may lie
   * @param folder what relative paths are relative to
   * @param known the digest of a file that was seen before, by its path
   * @throws UsageException if the columns do not fit files side by side
   * @throws MissingSourceException if a file is missing
   */
  public Sources find(
      Stores stores,
      Path folder,
      Optional<Columns> columns,
      Function<String, Optional<SourceDigest>> known)
      throws IOException, MissingSourceException {
    if (sideBySide && columns.isPresent() && columns.get().size() != patterns.size()) {
      throw new UsageException(
          where
              + ": "
              + Plural.of(patterns.size(), "file")
              + " side by side, but "
              + Plural.of(columns.get().size(), "column")
              + " ("
              + columns.get()
              + "); each file is one column, so name one column for each file");
    }
    List<List<Glob.Found>> found = new ArrayList<>();
    Map<String, SourceDigest> digests = new LinkedHashMap<>();
    for (String pattern : patterns) {
      found.add(files(stores, folder, pattern));
    }
    List<ImportUnit> units = sideBySide ? new SourcePairs(where, patterns).of(found) : units(found);
    for (List<Glob.Found> files : found) {
      for (Glob.Found file : files) {
        digests.put(file.path(), digest(stores, file, known));
      }
    }
    return new Sources(units, digests);
  }

  private static List<ImportUnit> units(List<List<Glob.Found>> found) {
    List<ImportUnit> units = new ArrayList<>();
    for (List<Glob.Found> files : found) {
      for (Glob.Found file : files) {
        units.add(new ImportUnit(units.size(), List.of(file.path())));
      }
    }
    return units;
  }

  private List<Glob.Found> files(Stores stores, Path folder, String pattern)
      throws IOException, MissingSourceException {
    List<Glob.Found> found;
    try {
      found = Glob.find(stores, folder, pattern);
    } catch (NoSuchObjectException e) {
      throw new MissingSourceException(where + ": " + e.getMessage());
    } catch (UsageException e) {
      throw new UsageException(where + ": " + e.getMessage());
    }
    if (!found.isEmpty()) {
      return found;
    }
    String path = Glob.resolve(folder, pattern);
    if (Glob.isGlob(pattern)) {
      throw new MissingSourceException(
          where + ": no file matches '" + path + "'; correct the path or the pattern");
    }
    boolean isFolder = !Location.isRemote(pattern) && Files.isDirectory(Path.of(path));
    throw new MissingSourceException(
        where
            + ": no file '"
            + path
            + "'"
            + (isFolder
                ? "; it is a folder, so name the files in it: " + pattern + "/*"
                : "; correct the path"));
  }

  private static SourceDigest digest(
      Stores stores, Glob.Found file, Function<String, Optional<SourceDigest>> known)
      throws IOException {
    Optional<SourceDigest> seen =
        known.apply(file.path()).filter(digest -> digest.isOf(file.object()));
    return seen.isPresent() ? seen.get() : SourceDigest.read(stores, file.path(), file.object());
  }
}
