package org.shoestring.train.preset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts that libraries of Hugging Face write into a checkpoint's folder, by their names. */
final class FolderParts {
  /** Weights in one file, for each model; with adapters, or of PyTorch's FSDP. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:model|adapter_model)(?:_\\d+)?\\.safetensors"
              + "|(?:pytorch_model|adapter_model|pytorch_model_fsdp)(?:_\\d+)?\\.bin");

  private static final Pattern SHARD =
      Pattern.compile(
          "(?<base>.*)-(?<number>\\d{5})-of-(?<count>\\d{5})\\.(?<suffix>safetensors|bin)");

  /** Weights and optimizer that each process wrote for itself, with PyTorch's FSDP or DeepSpeed. */
  private static final Pattern SPREAD_WEIGHTS =
      Pattern.compile(
          "pytorch_model_fsdp(?:_\\d+)?_rank\\d+\\.bin|[^/]+/[^/]*_model_states\\.pt"
              + "|pytorch_model_fsdp_\\d+/\\.metadata");

  private static final Pattern OPTIMIZER =
      Pattern.compile(
          "optimizer\\.pt|optimizer(?:_\\d+)?\\.bin|rank\\d+-of-\\d+-optimizer\\.pt"
              + "|optimizer_\\d+/\\.metadata|optimizer(?:_\\d+)?_rank\\d+\\.bin");

  private static final Pattern DEEPSPEED = Pattern.compile("[^/]+/[^/]*_optim_states\\.pt");

  /** Folders of PyTorch's distributed checkpoints, whose metadata comes last. */
  private static final Pattern DISTRIBUTED = Pattern.compile("(?<folder>[^/]+/)[^/]+\\.distcp");

  private FolderParts() {}

  /** Whether DeepSpeed wrote optimizer and schedule. */
  static boolean isDeepspeed(CheckpointFolder folder) {
    return folder.hasLike(DEEPSPEED);
  }

  /** Which weights are missing; empty if none are. */
  static Optional<String> missingWeights(CheckpointFolder folder) {
    Optional<String> missing = missingShard(folder).or(() -> missingMetadata(folder));
    if (missing.isPresent()) {
      return missing;
    }
    boolean any = folder.hasLike(WHOLE) || folder.hasLike(SHARD) || folder.hasLike(SPREAD_WEIGHTS);
    return any ? Optional.empty() : Optional.of("no weights yet");
  }

  /** Which shards of {@code model-00001-of-00003.safetensors}, or their index. */
  private static Optional<String> missingShard(CheckpointFolder folder) {
    for (String path : folder.inner()) {
      Matcher shard = SHARD.matcher(path);
      if (shard.matches()) {
        String suffix = shard.group("suffix");
        int count = Integer.parseInt(shard.group("count"));
        for (int i = 1; i <= count; i++) {
          String other =
              String.format(
                  Locale.ROOT, "%s-%05d-of-%05d.%s", shard.group("base"), i, count, suffix);
          if (!folder.has(other)) {
            return Optional.of("no " + other + " yet");
          }
        }
        String index = shard.group("base") + "." + suffix + ".index.json";
        if (!folder.has(index)) {
          return Optional.of("no " + index + " yet");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missingMetadata(CheckpointFolder folder) {
    for (String path : folder.inner()) {
      Matcher part = DISTRIBUTED.matcher(path);
      if (part.matches() && !folder.has(part.group("folder") + ".metadata")) {
        return Optional.of("no " + part.group("folder") + ".metadata yet");
      }
    }
    return Optional.empty();
  }

  /** Why there is no whole optimizer; empty if there is. */
  static Optional<String> missingOptimizer(CheckpointFolder folder, String usual) {
    if (isDeepspeed(folder)) {
      return folder.has("latest") ? Optional.empty() : Optional.of("no 'latest' of DeepSpeed yet");
    }
    return folder.hasLike(OPTIMIZER) ? Optional.empty() : Optional.of("no " + usual + " yet");
  }

  /**
   * Which random states are missing. How many processes write one is not written down: their
   * numbers must have no gap, and there must be as many as in any other checkpoint beside.
   *
   * @param form with a group {@code number}, which may match nothing
   * @param usual the first name, for the message
   */
  static Optional<String> missingRandom(
      CheckpointFolder folder, List<CheckpointFolder> all, Pattern form, String usual) {
    SortedSet<Integer> numbers = numbers(folder, form);
    if (!folder.hasLike(form)) {
      return Optional.of("no " + usual + " yet");
    }
    int expected = all.stream().mapToInt(other -> count(numbers(other, form))).max().orElse(0);
    for (int i = 0; i < Math.max(expected, count(numbers)); i++) {
      if (!numbers.contains(i) && !numbers.isEmpty()) {
        return Optional.of("the random state of process " + i + " is missing");
      }
    }
    return Optional.empty();
  }

  private static int count(SortedSet<Integer> numbers) {
    return numbers.isEmpty() ? 0 : numbers.last() + 1;
  }

  private static SortedSet<Integer> numbers(CheckpointFolder folder, Pattern form) {
    SortedSet<Integer> numbers = new TreeSet<>();
    folder
        .inner()
        .forEach(
            path -> {
              Matcher matcher = form.matcher(path);
              if (matcher.matches() && matcher.group("number") != null) {
                numbers.add(Integer.parseInt(matcher.group("number")));
              }
            });
    return numbers;
  }
}
