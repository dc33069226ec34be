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
    return find(Path.of(""), glob);
  }

  /**
   * The same for a path or glob relative to a folder of this machine, whatever characters the
   * folder's own path has.
   */
  public static List<Found> find(Path folder, String glob) throws IOException {
    if (!isGlob(glob)) {
      Optional<ObjectName> name = ObjectName.parse(resolve(folder, glob));
      if (name.isEmpty()) {
        return List.of();
      }
      Optional<StoredObject> object = name.get().stat();
      if (object.isEmpty() && Stores.isRemote(name.get().store().location())) {
        checkBucket(name.get());
      }
      return object.map(o -> found(name.get().store(), o)).stream().toList();
    }
    int wild = 0;
    while (WILD.indexOf(glob.charAt(wild)) < 0) {
      wild++;
    }
    int slash = glob.lastIndexOf('/', wild);
    ObjectStore store = Stores.at(resolve(folder, glob.substring(0, slash + 1)));
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + glob.substring(slash + 1));
    return store.list(glob.substring(slash + 1, wild)).stream()
        .filter(object -> matcher.matches(Path.of(object.name())))
        .map(object -> found(store, object))
        .toList();
  }

  /** A look does not tell a bucket that is not there from an object that is not; reading does. */
  private static void checkBucket(ObjectName absent) throws IOException {
    try {
      absent.open().close();
    } catch (NoSuchObjectException e) {
      // The bucket is there.
    }
  }

  /** The whole path of one that is relative to a folder; URLs are whole. */
  public static String resolve(Path folder, String path) {
    return Stores.isRemote(path)
        ? path
        : folder.toAbsolutePath().resolve(path).normalize().toString();
  }

  private static Found found(ObjectStore store, StoredObject object) {
    String location = store.location();
    String separator = location.endsWith("/") ? "" : "/";
    return new Found(location + separator + object.name(), object);
  }
}
