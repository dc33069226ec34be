package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.shoestring.store.glob.GlobPattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.TorchCheck;

/**
 * One file of {@code torch.save}, which writes in place: its name is there before its content. It
 * is complete when its zip directory is there and names all tensors. Tested with PyTorch 1.13;
 * looked up in 2.9, which writes alike.
 *
 * @param pattern which files are checkpoints
 * @param old whether files are taken that do not tell whether they are complete
 */
record PytorchPreset(String pattern, boolean old) implements CheckpointPreset {
  static final String PATTERN = "**.{pt,pth,bin,tar}";

  /** Parts of a checkpoint, by their names: one of them alone is none. */
  private static final List<String> PARTS = List.of("optim", "sched", "scaler", "rng");

  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public String summary() {
    return "one file of torch.save; complete when its zip directory is there and all tensors are";
  }

  /** Nothing where a checkpoint seems to be several files: one of them would not restore it. */
  @Override
  public Optional<String> evidence(FolderFiles files) {
    return matching(files).anyMatch(PytorchPreset::isPart)
        ? Optional.empty()
        : matching(files).filter(path -> path.endsWith(".pt") || path.endsWith(".pth")).findFirst();
  }

  private static boolean isPart(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return PARTS.stream().anyMatch(name::contains);
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
