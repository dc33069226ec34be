package org.shoestring.transform;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import org.shoestring.spec.UsageException;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.store.Stores;

/** Finds the files that a path or a glob names, in any store. */
final class Glob {
  private Glob() {}

  /**
   * The files, in the order of their names.
   *
   * @throws UsageException if there is none
   */
  static List<String> files(String glob) throws IOException {
    int wild = firstWild(glob);
    int slash = glob.lastIndexOf('/', wild);
    ObjectStore store = Stores.at(glob.substring(0, slash + 1));
    String rest = glob.substring(slash + 1);
    if (wild == glob.length()) {
      if (store.stat(rest).isEmpty()) {
        throw new UsageException(
            glob + ": no such file; a folder that is read as a table takes no columns");
      }
      return List.of(store.location() + "/" + rest);
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    List<String> files =
        store.list("").stream()
            .map(StoredObject::name)
            .filter(name -> matcher.matches(Path.of(name)))
            .map(name -> store.location() + "/" + name)
            .toList();
    if (files.isEmpty()) {
      throw new UsageException(glob + ": matches no file");
    }
    return files;
  }

  private static int firstWild(String glob) {
    int at = 0;
    while (at < glob.length() && "*?[{".indexOf(glob.charAt(at)) < 0) {
      at++;
    }
    return at;
  }
}
