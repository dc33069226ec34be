package org.shoestring.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.StoreFiles;
import org.shoestring.store.config.UrlCredentials;

/** Tells what is nearly a location, which nobody means as the name of a file or folder. */
final class LocationTypos {
  private static final Pattern STORE =
      Pattern.compile("(?<store>[A-Za-z][A-Za-z0-9+-]+):[/\\\\]*(?<rest>.*)");

  /** Names that are no stores, unless there is a file. */
  private static final Set<String> WEB = Set.of("http", "https", "ftp");

  private LocationTypos() {}

  /**
   * Looks at what is to be a path of this machine.
   *
   * @throws UsageException if it is nearly something else
   */
  static void check(String path) {
    if (path.equals("~") || path.startsWith("~/")) {
      throw new UsageException(
          "'"
              + path
              + "': the shell did not replace ~ here; write the whole path: "
              + System.getProperty("user.home")
              + path.substring(1));
    }
    refuseFile(path);
    Matcher store = STORE.matcher(path);
    if (store.matches() && isStore(store.group("store"))) {
      String rest = store.group("rest").replace('\\', '/');
      if (rest.matches("[^/]*@.*|[^/]*:.*@.*")) {
        throw UrlCredentials.refused("the location");
      }
      throw new UsageException(
          "'"
              + path
              + "': did you mean "
              + store.group("store")
              + "://"
              + (rest.isEmpty() ? "BUCKET" : rest)
              + "? If you mean a local file of this name, write ./"
              + path);
    }
  }

  /**
   * Looks at what is to be a location in a store.
   *
   * @throws UsageException if it is a URL that names none
   */
  static void checkRemote(String location) {
    refuseFile(location);
    String name = location.substring(0, location.indexOf(':'));
    if (WEB.contains(name) && !isStore(name)) {
      throw new UsageException(
          "'" + location + "': cannot read from the web; download the file, then use its path");
    }
  }

  private static void refuseFile(String location) {
    if (location.startsWith("file:/")) {
      throw new UsageException(
          "'"
              + location
              + "': use only the path for a local file or folder; write "
              + location.replaceFirst("file:/*", "/"));
    }
  }

  private static boolean isStore(String name) {
    try {
      return StoreFiles.here().known().contains(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
