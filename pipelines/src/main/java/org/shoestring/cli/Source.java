package org.shoestring.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Glob;
import org.shoestring.store.NoSuchObjectException;
import org.shoestring.store.ObjectName;

/** What users name to be read. */
final class Source {
  static final String STDIN = "-";

  private Source() {}

  /** How messages name what a user named. */
  static String named(String name) {
    return name.equals(STDIN) ? "stdin" : name;
  }

  /**
   * The bytes of a file, or of stdin.
   *
   * @throws UsageException if there is none
   */
  static InputStream open(String name) throws IOException {
    if (name.equals(STDIN)) {
      return System.in;
    }
    return file(name).orElseThrow(() -> new UsageException(name + ": no such file"));
  }

  /** The bytes of a file; empty if there is none. */
  static Optional<InputStream> file(String name) throws IOException {
    Optional<ObjectName> file = ObjectName.parse(name);
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(file.get().open());
    } catch (NoSuchObjectException e) {
      return Optional.empty();
    }
  }

  /**
   * The files of a glob; anything else is itself.
   *
   * @throws UsageException if a glob finds nothing
   */
  static List<String> find(String name) throws IOException {
    if (Lines.experimentEnd(name) > 0 || !Glob.isGlob(name)) {
      return List.of(name);
    }
    List<String> found = Glob.find(name).stream().map(Glob.Found::path).toList();
    if (found.isEmpty()) {
      throw new UsageException(name + ": no file has such a name");
    }
    return found;
  }
}
