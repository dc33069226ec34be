package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.shoestring.store.glob.GlobPattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.TorchCheck;

/**
 * One file of {@code torch.save}, which writes in place: its name is there before its content. It
 * is complete when its zip directory is there and names all tensors. Tested with PyTorch 1.13;
 * looked up in 2.3, which writes alike.
 *
 * @param pattern which files are checkpoints
 * @param old whether files are taken that do not tell whether they are complete
 */
record PytorchPreset(String pattern, boolean old) implements CheckpointPreset {
  static final String PATTERN = "**.{pt,pth,bin,tar}";

  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public String summary() {
    return "one file of torch.save; complete when its zip directory is there and all tensors are";
  }

  /** Other programs write .bin and .tar, too, so that only their content tells. */
  @Override
  public Optional<String> evidence(FolderFiles files) {
    return SingleFileEvidence.first(
        files,
        matching(files)
            .filter(
                path ->
                    path.endsWith(".pt")
                        || path.endsWith(".pth")
                        || TorchCheck.isTorch(files.folder().resolve(path))));
  }

  private Stream<String> matching(FolderFiles files) {
    GlobPattern names = GlobPattern.of(pattern);
    return files.paths().filter(names::matches);
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    return matching(files).map(path -> FoundCheckpoint.ofFile(path, StepNames.of(path))).toList();
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(
        folder,
        found.files(),
        path -> old && TorchCheck.isOld(path) ? Optional.empty() : TorchCheck.fault(path));
  }
}
