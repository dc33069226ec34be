package org.shoestring.table.record;

import java.util.HashSet;
import java.util.Set;
import org.shoestring.spec.Shown;

/** The names in one manifest or record: each is there once, and none is a folder of another. */
final class ObjectNames {
  private final Set<String> names = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  /**
   * Adds a name.
   *
   * @throws IllegalArgumentException if it cannot stand beside those before
   */
  void add(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(Shown.quoted(name) + " is there twice");
    }
    if (folders.contains(name)) {
      throw new IllegalArgumentException(
          Shown.quoted(name) + " is a file, but also the folder of another one");
    }
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String folder = name.substring(0, slash);
      if (names.contains(folder)) {
        throw new IllegalArgumentException(
            Shown.quoted(folder) + " is a file, but also the folder of " + Shown.quoted(name));
      }
      folders.add(folder);
    }
  }
}
