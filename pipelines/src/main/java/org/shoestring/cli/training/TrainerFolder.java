package org.shoestring.cli.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final int DIGITS = 16;

  private TrainerFolder() {}

  /**
   * The folder as it really lies; empty for one of ours.
   *
   * @param given what the user gave; empty for nothing
   * @param location where the checkpoints go
   * @param workDir that of all local work
   * @throws UsageException if it cannot be the folder of checkpoints
   */
  static Optional<Path> of(String given, String location, Path workDir, UserCommand command)
      throws IOException {
    if (given.isEmpty()) {
      if (!command.namesCheckpoints()) {
        throw new UsageException(
            "train does not know where the command saves its checkpoints; name that folder with"
                + " --local DIR, or write {checkpoints} in its place in the command");
      }
      return Optional.empty();
    }
    Path folder = real(Path.of(given));
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(LOCAL + " " + Shown.quoted(given) + " is a file; give a folder");
    }
    if (real(Path.of("")).startsWith(folder)) {
      throw new UsageException(
          LOCAL
              + " "
              + Shown.quoted(given)
              + " is the current folder, or has it in it; what lies there is moved aside if another"
              + " machine has continued, so give the folder that has checkpoints alone");
    }
    for (String word : command.words()) {
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
      Path place = real(Path.of(location));
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
    if (real(workDir).startsWith(folder)) {
      throw new UsageException(
          LOCAL
              + " "
              + Shown.quoted(given)
              + " has --work-dir "
              + Shown.quoted(workDir.toString())
              + " in it; give two folders side by side");
    }
    return Optional.of(folder);
  }

  /** Where a path leads to, though its last folders may not exist yet. */
  private static Path real(Path path) throws IOException {
    Path whole = path.toAbsolutePath().normalize();
    for (Path there = whole; there != null; there = there.getParent()) {
      if (Files.exists(there)) {
        return there.toRealPath().resolve(there.relativize(whole)).normalize();
      }
    }
    return whole;
  }

  private static boolean isProgramIn(Path folder, String word) throws IOException {
    if (!word.matches(".+\\.(py|sh|pl|r|R|jl|lua|js|jar|ipynb)") && !word.contains("/bin/")) {
      return false;
    }
    Path file = Path.of(word).toAbsolutePath().normalize();
    Path parent = file.getParent(); // The file itself may be a link that leads out of the folder.
    return parent != null && real(parent).startsWith(folder) && Files.isRegularFile(file);
  }

  /**
   * The local folder for what is on its way between the two.
   *
   * @param workDir that of all local work
   */
  static Path work(Path workDir, String location, Optional<Path> folder) throws IOException {
    String place =
        Location.isRemote(location)
            ? Location.parse(location).toString()
            : real(Path.of(location)).toString();
    String name = new Sha256().frame(place).frame(folder.map(Path::toString).orElse("")).hex();
    return workDir.toAbsolutePath().normalize().resolve("training-" + name.substring(0, DIGITS));
  }
}
