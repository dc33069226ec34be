package org.shoestring.experiment.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folder of an experiment by any of its paths: links may lead to it from elsewhere. */
public final class OwnFolder {
  /** An absolute path, as far as a text shows where it ends. */
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?<![\\w./~-])/(?:[^\\s'\"\\\\:;,=|&<>()\\[\\]{}$`*?!#]+)");

  private OwnFolder() {}

  /** An absolute path that leads into the folder, as one that begins with the folder's. */
  static Optional<Path> within(Path folder, Path path) {
    for (Path at = path; at != null && at.getParent() != null; at = at.getParent()) {
      if (isSame(at, folder)) {
        return Optional.of(folder.resolve(at.relativize(path)).normalize());
      }
    }
    return Optional.empty();
  }

  /** A text with something else in place of the folder's paths. */
  public static String replace(Path folder, String text, String other) {
    if (folder.getParent() == null) {
      return text;
    }
    String replaced = text;
    for (String written : written(folder)) {
      replaced =
          replaced.replaceAll(
              "(?<![\\w./-])" + Pattern.quote(written) + "(?![\\w.-])",
              Matcher.quoteReplacement(other));
    }
    return ABSOLUTE
        .matcher(replaced)
        .replaceAll(path -> Matcher.quoteReplacement(withOther(folder, path.group(), other)));
  }

  /** How a text may have it: as it is, or with backslashes before what a shell takes apart. */
  private static Set<String> written(Path folder) {
    String plain = folder.toString();
    return new LinkedHashSet<>(Arrays.asList(plain, plain.replaceAll("[^\\w./:@%+=,-]", "\\\\$0")));
  }

  private static String withOther(Path folder, String path, String other) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (isSame(path.substring(0, end), folder)) {
        return other + path.substring(end);
      }
    }
    return path;
  }

  /** The same for a text, which this process may have no path for. */
  private static boolean isSame(String path, Path folder) {
    try {
      return isSame(Path.of(path), folder);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isSame(Path path, Path folder) {
    try {
      return path.getNameCount() > 0 && Files.exists(path) && Files.isSameFile(path, folder);
    } catch (IOException e) {
      return false;
    }
  }
}
