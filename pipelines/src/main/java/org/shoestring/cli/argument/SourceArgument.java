package org.shoestring.cli.argument;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.glob.Glob;
import org.shoestring.store.object.NoSuchObjectException;

/** What users name to be read. */
public final class SourceArgument {
  static final String STDIN = "-";

  private SourceArgument() {}

  /** How messages name what a user named. */
  public static String named(String name) {
    return name.equals(STDIN) ? "stdin" : name;
  }

  private static final Set<String> STDIN_NAMES = Set.of(STDIN, "/dev/stdin", "/dev/fd/0");

  /** Whether it is stdin, a pipe or a device, which can be read only once. */
  public static boolean isReadOnce(String name) {
    if (STDIN_NAMES.contains(name)) {
      return true;
    }
    if (LineSource.experimentEnd(name) > 0 || Location.isRemote(name)) {
      return false;
    }
    Path path = Path.of(name);
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /**
   * Fails if one of several names can be read only once and stands twice.
   *
   * @throws UsageException naming it
   */
  public static void checkReadOnce(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      String source = STDIN_NAMES.contains(name) ? STDIN : name;
      if (isReadOnce(name) && !seen.add(source)) {
        throw new UsageException(
            named(source)
                + ": this is a pipe, which can be read only once; write its content into a file"
                + " first");
      }
    }
  }

  /** The bytes of what {@link #isReadOnce}. */
  static InputStream openOnce(String name) throws IOException {
    return STDIN_NAMES.contains(name) ? System.in : new FileInputStream(name);
  }

  /**
   * The bytes of a file, or of stdin.
   *
   * @throws UsageException if there is none
   */
  public static InputStream open(Stores stores, String name) throws IOException {
    return file(stores, name)
        .orElseThrow(() -> new UsageException(name + ": no such file; correct the path"));
  }

  /** The bytes of a file, a pipe or stdin; empty if there is none. */
  public static Optional<InputStream> file(Stores stores, String name) throws IOException {
    if (isReadOnce(name)) {
      return Optional.of(openOnce(name));
    }
    Optional<ObjectName> file = ObjectName.parse(name);
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(file.get().open(stores));
    } catch (NoSuchObjectException e) {
      return Optional.empty();
    }
  }

  /**
   * The files of a glob, relative to where we are if it is; anything else is itself.
   *
   * @throws UsageException if a glob finds nothing
   */
  public static List<String> find(Stores stores, String name) throws IOException {
    if (LineSource.experimentEnd(name) > 0 || !Glob.isGlob(name)) {
      return List.of(name);
    }
    List<String> found = Glob.find(stores, name).stream().map(Glob.Found::path).toList();
    if (found.isEmpty()) {
      throw new UsageException(
          name + ": no file matches this pattern; correct the path or the pattern");
    }
    if (Location.isRemote(name) || Path.of(name).isAbsolute()) {
      return found;
    }
    Path here = Path.of("").toAbsolutePath();
    return found.stream().map(path -> here.relativize(Path.of(path)).toString()).toList();
  }

  /** The files of several names, in order. */
  public static List<String> findAll(Stores stores, List<String> names) throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      found.addAll(find(stores, name));
    }
    return found;
  }
}
