package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.JsonText;

/**
 * A step's folder of Orbax under its final name. Where folders are renamed, that is all it takes;
 * with {@code CommitFileTemporaryPath} a {@code commit_success.txt} is written last, and is needed
 * once any folder beside has one. Without either, the time of the commit is not yet written. Tested
 * with files laid out as Orbax 0.12.4 writes them ({@code atomicity.py}, {@code step.py}).
 */
record OrbaxPreset() implements CheckpointPreset {
  private static final String UNFINISHED = ".orbax-checkpoint-tmp";
  private static final String METADATA = "_CHECKPOINT_METADATA";
  private static final String COMMITTED = "commit_success.txt";
  private static final Pattern STEP = Pattern.compile("(?:.+_)?\\d{1,18}");
  private static final Pattern OF_TREE =
      Pattern.compile("(?:[^/]+/)?(?:_METADATA|manifest\\.ocdbt)");

  /** The commit is written right behind its time. */
  private static final Duration COMMIT = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "orbax";
  }

  @Override
  public String summary() {
    return "a step's folder of Orbax; complete when it has its final name, and commit_success.txt"
        + " where one is written";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return files
        .paths()
        .filter(path -> path.contains(UNFINISHED))
        .findFirst()
        .or(() -> folders(files).stream().map(folder -> folder.name() + "/").findFirst());
  }

  private static List<CheckpointFolder> folders(FolderFiles files) {
    return CheckpointFolder.of(
        files,
        folder -> {
          if (folder.contains(UNFINISHED)) {
            return false;
          }
          if (files.files().containsKey(folder + METADATA)
              || files.files().containsKey(folder + COMMITTED)) {
            return true;
          }
          String name = folder.substring(0, folder.length() - 1);
          return STEP.matcher(name.substring(name.lastIndexOf('/') + 1)).matches()
              && files.below(folder).stream()
                  .map(path -> path.substring(folder.length()))
                  .anyMatch(OF_TREE.asMatchPredicate());
        });
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    List<CheckpointFolder> folders = folders(files);
    boolean commits = folders.stream().anyMatch(folder -> folder.has(COMMITTED));
    return folders.stream()
        .map(folder -> folder.found(StepNames.of(folder.name()), missing(folder, commits)))
        .toList();
  }

  private static Optional<String> missing(CheckpointFolder folder, boolean commits) {
    if (folder.has(COMMITTED)) {
      return Optional.empty();
    }
    return folder.inner().stream()
        .filter(path -> path.contains(UNFINISHED))
        .findFirst()
        .map(path -> path + " is not finished")
        .or(() -> commits ? Optional.of("no " + COMMITTED + " yet") : Optional.empty());
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    boolean committed = found.files().stream().anyMatch(path -> path.endsWith("/" + COMMITTED));
    return FileFaults.first(
        folder,
        found.files(),
        path -> {
          if (!path.endsWith(METADATA)) {
            return Optional.empty();
          }
          Optional<String> fault = JsonText.fault(path);
          return fault.isPresent() || committed || !isOwn(found, folder, path)
              ? fault
              : JsonText.nullFault(path, "commit_timestamp_nsecs", "it is not committed yet");
        });
  }

  /** Whether a file lies directly in the checkpoint's folder. */
  private static boolean isOwn(FoundCheckpoint found, Path folder, Path path) {
    return path.equals(folder.resolve(found.name()).resolve(METADATA));
  }

  @Override
  public Duration quiet(FoundCheckpoint found) {
    return COMMIT;
  }

  @Override
  public boolean restsOnQuiet(FoundCheckpoint found) {
    return false; // All that it needs is there before.
  }
}
