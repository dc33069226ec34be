package org.shoestring.train.preset.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether a file of a checkpoint folder is whole, by the format that its suffix names. */
public final class KnownContent {
  private static final String INDEX = ".index.json";
  private static final String KERAS_INDEX = ".weights.json";

  private KnownContent() {}

  /**
   * What is wrong with a file, for people; empty if it is whole, or its format is not known.
   *
   * @param old whether files of PyTorch's old format are taken, which do not tell
   */
  public static Optional<String> fault(Path path, boolean old) throws IOException {
    Path file = path.getFileName();
    String name = file == null ? "" : file.toString();
    if (name.endsWith(".safetensors")) {
      return SafetensorsCheck.fault(path);
    }
    if (name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".bin")) {
      return torch(path, old);
    }
    if (name.endsWith(INDEX) || name.endsWith(KERAS_INDEX)) {
      return shards(path);
    }
    return name.endsWith(".json") ? JsonText.fault(path) : Optional.empty();
  }

  /** What is wrong with a file of {@code torch.save}. */
  public static Optional<String> torch(Path path, boolean old) throws IOException {
    return old && TorchCheck.isOld(path) ? Optional.empty() : TorchCheck.fault(path);
  }

  /** What is wrong with an index: itself, or a shard that is not beside it. */
  private static Optional<String> shards(Path index) throws IOException {
    SortedSet<String> shards = new TreeSet<>();
    Optional<String> fault = JsonText.indexFault(index, shards);
    if (fault.isPresent()) {
      return fault;
    }
    for (String shard : shards) {
      if (!Files.isRegularFile(index.resolveSibling(shard))) {
        return Optional.of("it names " + shard + ", which is not there");
      }
    }
    return Optional.empty();
  }
}
