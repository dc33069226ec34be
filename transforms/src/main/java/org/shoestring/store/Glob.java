package org.shoestring.store;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;

/** Finds the files that a path or a glob names, in any store. */
public final class Glob {
  private static final String WILD = "*?[{";

  private Glob() {}

  /**
   * A file that was found.
   *
   * @param path its whole path or URL
   * @param object as the store tells of it
   */
  public record Found(String path, StoredObject object) {}

  /** Whether a path is a glob. */
  public static boolean isGlob(String path) {
    return path.chars().anyMatch(c -> WILD.indexOf(c) >= 0);
  }

  /** The files, in the order of their names' bytes; none if there are none. */
  public static List<Found> find(String glob) throws IOException {
    if (!isGlob(glob)) {
      Optional<ObjectName> name = ObjectName.parse(glob);
      if (name.isEmpty()) {
        return List.of();
      }
      return name.get().stat().map(o -> found(name.get().store(), o)).stream().toList();
    }
    int wild = 0;
    while (WILD.indexOf(glob.charAt(wild)) < 0) {
      wild++;
    }
    int slash = glob.lastIndexOf('/', wild);
    String base = slash < 0 ? "." : slash == 0 ? "/" : glob.substring(0, slash);
    ObjectStore store = Stores.at(base);
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + glob.substring(slash + 1));
    return store.list(glob.substring(slash + 1, wild)).stream()
        .filter(object -> matcher.matches(Path.of(object.name())))
        .map(object -> found(store, object))
        .toList();
  }

  private static Found found(ObjectStore store, StoredObject object) {
    String location = store.location();
    String separator = location.endsWith("/") ? "" : "/";
    return new Found(location + separator + object.name(), object);
  }
}
