package org.shoestring.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.shoestring.spec.UsageException;

/** Opens the store of a location; one instance a location and process. */
public final class Stores {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+-]+://.*");
  private static final Map<String, ObjectStore> OPEN = new ConcurrentHashMap<>();

  private Stores() {}

  /**
   * The store of a location: a folder's path.
   *
   * @throws UsageException for a location of a kind that this version does not know
   */
  public static ObjectStore at(String location) {
    return OPEN.computeIfAbsent(location, Stores::open);
  }

  private static ObjectStore open(String location) {
    if (isRemote(location)) {
      throw new UsageException(
          "'" + location + "': this version keeps its storage in folders; give the path of one");
    }
    return new LocalStore(Path.of(location));
  }

  /** Whether a location is not a path of this machine. */
  public static boolean isRemote(String location) {
    return SCHEME.matcher(location).matches();
  }
}
