package org.shoestring.cli.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.shoestring.bytes.Sha256;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;

/**
 * The folder that a user's own training command saves its checkpoints to: what lies there may be
 * moved aside, so it must be for that alone.
 */
final class TrainerFolder {
  private static final String LOCAL = "--local";
  private static final String PLACEHOLDER = "{checkpoints}";
  private static final int DIGITS = 16;

  private TrainerFolder() {}

  /**
   * The folder as it really lies; empty for one of ours.
   *
   * @param given what the user gave; empty for nothing
   * @param location where the checkpoints go
   * @param words the command
   * @throws UsageException if it cannot be the folder of checkpoints
   */
  static Optional<Path> of(String given, String location, List<String> words) {
    if (given.isEmpty()) {
      if (words.stream().noneMatch(word -> word.contains(PLACEHOLDER))) {
        throw new UsageException(
            "train does not know where the command saves its checkpoints; name that folder with"
                + " --local DIR, or write {checkpoints} in its place in the command");
      }
      return Optional.empty();
    }
    Path folder = Path.of(given).toAbsolutePath().normalize();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(LOCAL + " " + Shown.quoted(given) + " is a file; give a folder");
    }
    if (Path.of("").toAbsolutePath().startsWith(folder)) {
      throw new UsageException(
          LOCAL
              + " "
              + Shown.quoted(given)
              + " is the current folder, or has it in it; what lies there is moved aside if another"
              + " machine has continued, so give the folder that has checkpoints alone");
    }
    for (String word : words) {
      if (isProgramIn(folder, word)) {
        throw new UsageException(
            LOCAL
                + " "
                + Shown.quoted(given)
                + " has the program "
                + Shown.quoted(word)
                + " in it; what lies there is moved aside if another machine has continued, so give"
                + " the folder that has checkpoints alone");
      }
    }
    if (!Location.isRemote(location)) {
      Path place = Path.of(location).toAbsolutePath().normalize();
      if (place.startsWith(folder) || folder.startsWith(place)) {
        throw new UsageException(
            LOCAL
                + " "
                + Shown.quoted(given)
                + " and --checkpoints "
                + Shown.quoted(location)
                + " lie in each other; give two folders side by side");
      }
    }
    return Optional.of(folder);
  }

  private static boolean isProgramIn(Path folder, String word) {
    if (!word.matches(".+\\.(py|sh|pl|r|R|jl|lua|js|jar|ipynb)") && !word.contains("/bin/")) {
      return false;
    }
    Path file = Path.of(word).toAbsolutePath().normalize();
    return file.startsWith(folder) && Files.isRegularFile(file);
  }

  /**
   * The local folder for what is on its way between the two.
   *
   * @param workDir that of all local work
   */
  static Path work(Path workDir, String location, Optional<Path> folder) {
    String place =
        Location.isRemote(location)
            ? Location.parse(location).toString()
            : Path.of(location).toAbsolutePath().normalize().toString();
    String name = new Sha256().frame(place).frame(folder.map(Path::toString).orElse("")).hex();
    return workDir.resolve("training-" + name.substring(0, DIGITS));
  }
}
