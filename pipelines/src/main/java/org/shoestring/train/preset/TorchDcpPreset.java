package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.PickleCheck;

/**
 * A folder of PyTorch's distributed checkpoints: {@code __RANK_I.distcp} files and {@code
 * .metadata}, which one process writes after all others are done, under another name first. Tested
 * with PyTorch 1.13, where it is {@code torch.distributed._shard.checkpoint}; looked up in 2.5
 * ({@code torch/distributed/checkpoint/filesystem.py}), which writes alike, and may write into a
 * folder again.
 */
record TorchDcpPreset() implements CheckpointPreset {
  private static final String METADATA = ".metadata";
  private static final String DATA = ".distcp";

  @Override
  public String name() {
    return "torch-dcp";
  }

  @Override
  public String summary() {
    return "a folder of torch.distributed.checkpoint; complete when .metadata is there, which comes"
        + " last";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return files.paths().filter(path -> path.endsWith(DATA)).findFirst();
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    List<CheckpointFolder> folders = new ArrayList<>();
    List<String> root =
        files.paths().filter(path -> isPart(path) && path.indexOf('/') < 0).toList();
    if (!root.isEmpty()) {
      folders.add(new CheckpointFolder(".", root, Optional.empty()));
    }
    folders.addAll(
        CheckpointFolder.of(
            files,
            folder ->
                files.below(folder).stream()
                    .anyMatch(
                        path -> isPart(path) && path.lastIndexOf('/') == folder.length() - 1)));
    return folders.stream()
        .map(folder -> folder.found(StepNames.of(folder.name()), missing(files, folder)))
        .toList();
  }

  private static boolean isPart(String path) {
    return path.endsWith(DATA) || path.equals(METADATA) || path.endsWith("/" + METADATA);
  }

  private static Optional<String> missing(FolderFiles files, CheckpointFolder folder) {
    if (!folder.has(METADATA)) {
      return Optional.of("no .metadata yet");
    }
    List<String> data =
        folder.inner().stream().filter(path -> path.endsWith(DATA)).map(folder::path).toList();
    return data.isEmpty()
        ? Optional.of("no .distcp files")
        : files.writtenAgain(data, folder.path(METADATA));
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(
        folder,
        found.files(),
        path -> path.endsWith(METADATA) ? PickleCheck.fault(path) : Optional.empty());
  }
}
