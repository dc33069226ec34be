package org.shoestring.table;

import java.util.List;
import org.shoestring.store.ImmutableObject;

/**
 * A file of an output of files.
 *
 * @param path as the program that made it named it, with {@code /}
 */
public record StoredFile(String path, long bytes, String sha256) {
  static final String TYPE = "file";

  /** Its object's name in the output's folder. */
  public String object() {
    return "_files/" + sha256.substring(0, 16) + "/" + path;
  }

  /** Its object in the output's folder, which never changes. */
  public ImmutableObject stored() {
    return new ImmutableObject(object(), bytes, sha256);
  }

  List<String> line() {
    return List.of(TYPE, path, Long.toString(bytes), sha256);
  }

  static StoredFile parse(List<String> line) {
    return new StoredFile(line.get(1), Long.parseLong(line.get(2)), line.get(3));
  }
}
