package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.KnownContent;

/**
 * A folder of {@code Accelerator.save_state}: {@code checkpoint_N/}, or any other with random
 * states. Objects that the user registered come after the random states, and nothing tells how many
 * there are: so the files must not have changed for some seconds. The N counts saves, so it is no
 * step. Tested with files laid out as accelerate 1.15 writes them ({@code checkpointing.py}, {@code
 * accelerator.py}).
 *
 * @param old whether files are taken that do not tell whether they are complete
 */
record AcceleratePreset(boolean old) implements CheckpointPreset {
  static final Duration QUIET = Duration.ofSeconds(10);

  private static final Pattern FOLDER = Pattern.compile("checkpoint_\\d+");
  private static final Pattern RANDOM = Pattern.compile("random_states_(?<number>\\d{1,6})\\.pkl");
  private static final Pattern PICKLED = Pattern.compile("(?:.*/)?[^/]+\\.pkl");

  /** What it writes first. */
  private static final Pattern FIRST =
      Pattern.compile("(?:pytorch_model|model|optimizer)(?:[-_].*)?\\.(?:bin|safetensors)");

  @Override
  public String name() {
    return "accelerate";
  }

  @Override
  public String summary() {
    return "a folder of Accelerator.save_state; complete when weights, optimizer and every"
        + " random_states file are there and whole, and unchanged for 10 s";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return folders(files).stream().map(folder -> folder.name() + "/").findFirst();
  }

  private static List<CheckpointFolder> folders(FolderFiles files) {
    Predicate<String> random = RANDOM.asMatchPredicate();
    Predicate<String> first = FIRST.asMatchPredicate();
    return CheckpointFolder.of(
        files,
        folder -> {
          String name = folder.substring(0, folder.length() - 1);
          boolean usual = FOLDER.matcher(name.substring(name.lastIndexOf('/') + 1)).matches();
          return files.below(folder).stream()
              .map(path -> path.substring(folder.length()))
              .anyMatch(path -> random.test(path) || (usual && first.test(path)));
        });
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    List<CheckpointFolder> folders = folders(files);
    return folders.stream()
        .map(
            folder ->
                folder.found(
                    StepNames.named(folder.name()),
                    FolderParts.missingWeights(folder)
                        .or(() -> FolderParts.missingOptimizer(folder, "optimizer.bin"))
                        .or(
                            () ->
                                FolderParts.missingRandom(
                                    folder, folders, RANDOM, "random_states_0.pkl"))))
        .toList();
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(
        folder,
        found.files(),
        path ->
            PICKLED.matcher(path.toString()).matches()
                ? KnownContent.torch(path, old)
                : KnownContent.fault(path, old));
  }

  @Override
  public Duration quiet(FoundCheckpoint found) {
    return QUIET;
  }
}
