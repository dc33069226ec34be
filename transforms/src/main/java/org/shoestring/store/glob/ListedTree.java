package org.shoestring.store.glob;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** The objects of a remote store whose names start alike as a tree, listed once. */
final class ListedTree implements GlobTree {
  private final TreeMap<String, StoredObject> objects = new TreeMap<>();

  /** Lists the objects whose names start with {@code prefix}. */
  ListedTree(ObjectStore store, String prefix) throws IOException {
    store.forEach(prefix, object -> objects.put(object.name(), object));
  }

  @Override
  public boolean hasFolder(String path) {
    String first = objects.ceilingKey(path + "/");
    return first != null && first.startsWith(path + "/");
  }

  @Override
  public Optional<StoredObject> file(String path) {
    return Optional.ofNullable(objects.get(path));
  }

  @Override
  public void match(String folder, GlobPattern pattern, Each each) {
    for (Map.Entry<String, StoredObject> object : objects.tailMap(folder).entrySet()) {
      String path = object.getKey();
      if (!path.startsWith(folder)) {
        return;
      }
      String name = path.substring(folder.length());
      boolean file = !name.isEmpty() && !name.endsWith("/") && !name.contains("//");
      if (file && pattern.matches(name)) {
        each.file(path, object.getValue());
      }
    }
  }
}
