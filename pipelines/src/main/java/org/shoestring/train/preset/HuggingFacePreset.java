package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.KnownContent;

/**
 * {@code checkpoint-N/} of the Trainer of Hugging Face's transformers. Which file comes last
 * differs by version and number of processes, so all must be there and whole. Older versions write
 * into {@code tmp-checkpoint-N} and rename that, which is none. Tested with files laid out as
 * transformers writes them ({@code trainer.py}, looked up in a version of 2025; {@code safetensors}
 * and PyTorch weights, shards, PEFT adapters, FSDP, DeepSpeed).
 *
 * @param old whether files are taken that do not tell whether they are complete
 */
record HuggingFacePreset(boolean old) implements CheckpointPreset {
  private static final Pattern FOLDER = Pattern.compile("checkpoint-(?<step>\\d{1,18})");
  private static final Pattern RANDOM = Pattern.compile("rng_state(?:_(?<number>\\d{1,6}))?\\.pth");

  /** What only the Trainer writes. */
  private static final Pattern TOLD_BY =
      Pattern.compile(
          "trainer_state\\.json|training_args\\.bin|config\\.json|adapter_config\\.json"
              + "|model(?:-.*)?\\.safetensors|pytorch_model(?:-.*)?\\.bin|adapter_model\\..*"
              + "|rng_state.*\\.pth");

  /** With several processes, each writes its random state when it gets there. */
  private static final Duration SEVERAL = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "huggingface";
  }

  @Override
  public String summary() {
    return "checkpoint-N/ of transformers' Trainer; complete when trainer_state.json, weights,"
        + " optimizer, scheduler and every rng_state are there and whole";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return CheckpointFolder.named(files, Pattern.compile("(?:tmp-)?" + FOLDER.pattern())).stream()
        .filter(folder -> folder.hasLike(TOLD_BY))
        .map(folder -> folder.name() + "/")
        .findFirst();
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    List<CheckpointFolder> folders = CheckpointFolder.named(files, FOLDER);
    return folders.stream()
        .map(folder -> folder.found(step(folder), missing(folder, folders)))
        .toList();
  }

  private static OptionalLong step(CheckpointFolder folder) {
    Matcher matcher = FOLDER.matcher(folder.own());
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group("step")))
        : OptionalLong.empty();
  }

  private static Optional<String> missing(CheckpointFolder folder, List<CheckpointFolder> all) {
    return FolderParts.missingWeights(folder)
        .or(() -> FolderParts.missingOptimizer(folder, "optimizer.pt"))
        .or(() -> missingSchedule(folder))
        .or(() -> FolderParts.missingRandom(folder, all, RANDOM, "rng_state.pth"))
        .or(() -> missing(folder, "trainer_state.json"));
  }

  /** DeepSpeed has it with the optimizer, unless it comes from elsewhere. */
  private static Optional<String> missingSchedule(CheckpointFolder folder) {
    return FolderParts.isDeepspeed(folder) ? Optional.empty() : missing(folder, "scheduler.pt");
  }

  private static Optional<String> missing(CheckpointFolder folder, String name) {
    return folder.has(name) ? Optional.empty() : Optional.of("no " + name + " yet");
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(folder, found.files(), path -> KnownContent.fault(path, old));
  }

  @Override
  public Duration quiet(FoundCheckpoint found) {
    boolean several = found.files().stream().anyMatch(path -> path.endsWith("/rng_state_0.pth"));
    return several ? SEVERAL : Duration.ZERO;
  }
}
