package org.shoestring.experiment.gc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/**
 * The folder of a key below a root of a workspace, with all that lies in it.
 *
 * @param path of the folder, without a {@code /} at its end
 */
record KeyFolder(String path, String key, List<StoredObject> objects) {
  private static final Pattern NAME = Pattern.compile("([^/]+/([0-9a-f]{32}))/.+", Pattern.DOTALL);

  KeyFolder {
    objects = List.copyOf(objects);
  }

  /** The folder of a key, as it is now. */
  static KeyFolder of(ObjectStore store, String root, String key) throws IOException {
    return new KeyFolder(root + key, key, store.list(root + key + "/"));
  }

  /** The folder that an object of a name lies in, without what lies in it; empty for none. */
  static Optional<KeyFolder> of(String object, String root) {
    Matcher name = NAME.matcher(object);
    return object.startsWith(root) && name.matches()
        ? Optional.of(new KeyFolder(name.group(1), name.group(2), List.of()))
        : Optional.empty();
  }

  /** Takes folders. */
  interface Each {
    void folder(KeyFolder folder) throws IOException;
  }

  /** Gives all folders below a root, one after the other, so that memory holds one. */
  static void forEach(ObjectStore store, String root, Each each) throws IOException {
    List<StoredObject> objects = new ArrayList<>();
    store.forEach(
        root,
        object -> {
          Matcher name = NAME.matcher(object.name());
          if (name.matches()) {
            if (!objects.isEmpty() && !objects.get(0).name().startsWith(name.group(1) + "/")) {
              give(objects, each);
              objects.clear();
            }
            objects.add(object);
          }
        });
    if (!objects.isEmpty()) {
      give(objects, each);
    }
  }

  private static void give(List<StoredObject> objects, Each each) throws IOException {
    Matcher name = NAME.matcher(objects.get(0).name());
    if (name.matches()) {
      each.folder(new KeyFolder(name.group(1), name.group(2), objects));
    }
  }

  /** The same but for one object. */
  KeyFolder without(String name) {
    return new KeyFolder(
        path, key, objects.stream().filter(object -> !object.name().equals(name)).toList());
  }

  /** The rest of an object's name, below the folder. */
  String rest(StoredObject object) {
    return object.name().substring(path.length() + 1);
  }
}
