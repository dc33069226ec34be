package org.shoestring.store.glob;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** Finds the files that a path or a glob names, in any store. */
public final class Glob {
  private Glob() {}

  /**
   * A file that was found.
   *
   * @param path its whole path or URL
   * @param object as the store tells of it
   * @param matched what each wildcard matched; nothing for a file that was named as it is
   */
  public record Found(String path, StoredObject object, List<String> matched) {
    public Found {
      matched = List.copyOf(matched);
    }
  }

  /** Whether a path may be a glob, if no file has this very name. */
  public static boolean isGlob(String path) {
    return GlobPattern.firstSpecial(path) < path.length();
  }

  /** The files, in the order of their paths' bytes; none if there are none. */
  public static List<Found> find(Stores stores, String glob) throws IOException {
    return find(stores, Path.of(""), glob);
  }

  /**
   * The same for a path or glob relative to a folder of this machine, whatever characters the
   * folder's own path has. What exists is meant: a file of this very name, and folders on the way
   * to it, are not taken for globs.
   *
   * @throws UsageException for a pipe, or a name that cannot be written here
   * @throws NoSuchObjectException for a link that leads to nothing
   */
  public static List<Found> find(Stores stores, Path folder, String glob) throws IOException {
    if (!isGlob(glob)) {
      return named(stores, folder, glob);
    }
    int special = GlobPattern.firstSpecial(glob);
    int slash = glob.lastIndexOf('/', special);
    String location = resolve(folder, glob.substring(0, slash + 1));
    ObjectStore store = stores.at(location);
    String rest = glob.substring(slash + 1);
    GlobTree tree =
        Location.isRemote(location)
            ? new ListedTree(store, rest.substring(0, special - slash - 1))
            : new LocalTree(store);
    return find(store.location(), tree, rest);
  }

  private static List<Found> named(Stores stores, Path folder, String path) throws IOException {
    Optional<ObjectName> name = ObjectName.parse(resolve(folder, path));
    if (name.isEmpty()) {
      return List.of();
    }
    String location = stores.at(name.get().folder()).location();
    Optional<StoredObject> object = name.get().stat(stores);
    if (object.isPresent()) {
      return List.of(found(location, name.get().name(), object.get(), List.of()));
    }
    if (Location.isRemote(location)) {
      checkBucket(stores, name.get());
    } else {
      LocalTree.refuseSpecial(Path.of(location, name.get().name()));
    }
    return List.of();
  }

  /** Finds what a glob names below the root of a tree. */
  static List<Found> find(String location, GlobTree tree, String glob) throws IOException {
    String left = glob.replaceAll("/{2,}", "/");
    Optional<StoredObject> same = tree.file(left);
    if (same.isPresent()) {
      return List.of(found(location, left, same.get(), List.of()));
    }
    String folder = "";
    int slash = left.indexOf('/');
    while (slash >= 0 && tree.hasFolder(folder + left.substring(0, slash))) {
      folder += left.substring(0, slash + 1);
      left = left.substring(slash + 1);
      slash = left.indexOf('/');
    }
    GlobPattern pattern = GlobPattern.of(left);
    int skipped = folder.length();
    List<Found> found = new ArrayList<>();
    tree.match(
        folder,
        pattern,
        (path, object) ->
            found.add(found(location, path, object, pattern.matched(path.substring(skipped)))));
    found.sort(
        Comparator.comparing(
            file -> file.path().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    return found;
  }

  /** A look does not tell a bucket that is not there from an object that is not; reading does. */
  private static void checkBucket(Stores stores, ObjectName absent) throws IOException {
    try {
      absent.open(stores).close();
    } catch (NoSuchObjectException e) {
      // The bucket is there.
    }
  }

  /** The whole path of one that is relative to a folder; URLs are whole. */
  public static String resolve(Path folder, String path) {
    return Location.isRemote(path)
        ? path
        : folder.toAbsolutePath().resolve(path).normalize().toString();
  }

  private static Found found(
      String location, String path, StoredObject object, List<String> matched) {
    String separator = location.endsWith("/") ? "" : "/";
    return new Found(location + separator + path, object, matched);
  }
}
