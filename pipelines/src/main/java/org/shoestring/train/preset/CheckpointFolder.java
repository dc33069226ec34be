package org.shoestring.train.preset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that is one checkpoint with all that lies in it.
 *
 * @param name its path, without a {@code /} at its end; {@code .} for the folder of all checkpoints
 * @param inner the paths in it of what lies there, at any depth, sorted
 * @param leftOut the first name in it that is not among its files, and why
 */
record CheckpointFolder(String name, List<String> inner, Optional<String> leftOut) {

  /** The folders of a form of name, the outermost ones. */
  static List<CheckpointFolder> named(FolderFiles files, Pattern form) {
    return of(files, folder -> form.matcher(own(folder)).matches());
  }

  /** The outermost folders of a kind; the predicate gets their paths, which end in {@code /}. */
  static List<CheckpointFolder> of(FolderFiles files, Predicate<String> kind) {
    SortedMap<String, List<String>> found = new TreeMap<>();
    Map<String, Boolean> known = new TreeMap<>();
    files
        .paths()
        .forEach(
            path -> {
              for (int slash = path.indexOf('/');
                  slash >= 0;
                  slash = path.indexOf('/', slash + 1)) {
                String folder = path.substring(0, slash + 1);
                if (known.computeIfAbsent(folder, kind::test)) {
                  found
                      .computeIfAbsent(folder, any -> new ArrayList<>())
                      .add(path.substring(slash + 1));
                  return;
                }
              }
            });
    return found.entrySet().stream()
        .map(
            entry ->
                new CheckpointFolder(
                    entry.getKey().substring(0, entry.getKey().length() - 1),
                    entry.getValue(),
                    files.leftOutBelow(entry.getKey())))
        .toList();
  }

  /** The own name of a folder, whose path ends in {@code /}. */
  private static String own(String folder) {
    return folder.substring(folder.lastIndexOf('/', folder.length() - 2) + 1, folder.length() - 1);
  }

  /** Its own name, behind the last {@code /}. */
  String own() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  boolean has(String path) {
    return inner.contains(path);
  }

  /** Whether a path in it matches as a whole. */
  boolean hasLike(Pattern pattern) {
    return inner.stream().anyMatch(pattern.asMatchPredicate());
  }

  /** Its paths that match as a whole. */
  Stream<String> like(Pattern pattern) {
    return inner.stream().filter(pattern.asMatchPredicate());
  }

  /** The path of a path in it. */
  String path(String inside) {
    return name.equals(".") ? inside : name + "/" + inside;
  }

  /** The checkpoint that it is; a name that is left out makes it incomplete. */
  FoundCheckpoint found(OptionalLong step, Optional<String> missing) {
    return new FoundCheckpoint(
        name, inner.stream().map(this::path).toList(), List.of(), step, leftOut.or(() -> missing));
  }
}
