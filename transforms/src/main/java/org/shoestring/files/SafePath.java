package org.shoestring.files;

import java.nio.file.Path;
import java.util.Optional;
import org.shoestring.spec.Shown;

/**
 * A relative path that cannot leave the folder it is put into: the form of the names of objects and
 * files that somebody else wrote. Its parts stand between {@code /}; none is empty, {@code .} or
 * {@code ..}, and there are no backslashes or control characters.
 */
public final class SafePath {
  private SafePath() {}

  /** Why a text is no such path, to be read behind its name; empty if it is one. */
  public static Optional<String> fault(String path) {
    if (path.isEmpty()) {
      return Optional.of("is empty");
    }
    if (path.startsWith("/")) {
      return Optional.of("is an absolute path");
    }
    if (path.indexOf('\\') >= 0) {
      return Optional.of("has a backslash");
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("has a control character");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty()) {
        return Optional.of("has an empty part");
      }
      if (part.equals(".") || part.equals("..")) {
        return Optional.of("has a part '" + part + "'");
      }
    }
    return Optional.empty();
  }

  /**
   * The path itself.
   *
   * @param what it is, for the message
   * @throws IllegalArgumentException if it is no such path
   */
  public static String check(String what, String path) {
    Optional<String> fault = fault(path);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(
          what
              + " "
              + Shown.quoted(path)
              + " "
              + fault.get()
              + "; expected a relative path that stays in its folder");
    }
    return path;
  }

  /**
   * The place of a path in a folder.
   *
   * @throws IllegalArgumentException if it is no such path, and so might lie elsewhere
   */
  public static Path within(Path folder, String path) {
    return folder.resolve(check("the name", path));
  }
}
