package org.shoestring.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Glob;
import org.shoestring.store.NoSuchObjectException;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;

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
   * The files of a glob, relative to where we are if it is; anything else is itself.
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
    if (Stores.isRemote(name) || Path.of(name).isAbsolute()) {
      return found;
    }
    Path here = Path.of("").toAbsolutePath();
    return found.stream().map(path -> here.relativize(Path.of(path)).toString()).toList();
  }

  /** The files of several names, in order. */
  static List<String> findAll(List<String> names) throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      found.addAll(find(name));
    }
    return found;
  }
}
