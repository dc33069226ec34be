package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.KnownContent;

/**
 * One {@code .ckpt} file of Lightning, or a folder of that name for sharded models. A link such as
 * {@code last.ckpt} belongs to the checkpoint that it leads to; a copy is one of its own. Tested
 * with files of {@code torch.save} laid out as Lightning 2.6 writes them ({@code
 * model_checkpoint.py}, {@code cloud_io.py}): moved into place, which copies where the folder for
 * temporary files is on another disk.
 *
 * @param old whether files are taken that do not tell whether they are complete
 */
record LightningPreset(boolean old) implements CheckpointPreset {
  private static final String SUFFIX = ".ckpt";
  private static final Pattern FOLDER = Pattern.compile("[^.].*\\.ckpt");
  private static final Pattern STATES = Pattern.compile("[^/]+/[^/]*_states\\.pt");

  /** The link to a file is made right behind it. */
  private static final Duration LINKED = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "lightning";
  }

  @Override
  public String summary() {
    return "one .ckpt of Lightning; complete when its zip directory is there and all tensors are";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return find(files).stream().map(FoundCheckpoint::name).findFirst();
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    List<FoundCheckpoint> found = new ArrayList<>();
    for (String path : files.paths().filter(LightningPreset::isFile).toList()) {
      if (linked(files, path).isEmpty()) {
        List<String> links =
            files
                .paths()
                .filter(LightningPreset::isFile)
                .filter(link -> linked(files, link).equals(Optional.of(path)))
                .toList();
        List<String> all = new ArrayList<>(links);
        all.add(path);
        found.add(new FoundCheckpoint(path, all, links, StepNames.of(path), Optional.empty()));
      }
    }
    for (CheckpointFolder folder : CheckpointFolder.named(files, FOLDER)) {
      boolean isLink =
          folder.inner().stream().allMatch(path -> linked(files, folder.path(path)).isPresent());
      if (!isLink) {
        found.add(folder.found(StepNames.of(folder.name()), missing(folder)));
      }
    }
    return found;
  }

  /** A file that lies in no folder of a sharded model. */
  private static boolean isFile(String path) {
    return path.endsWith(SUFFIX)
        && !path.contains(SUFFIX + "/")
        && !path.substring(path.lastIndexOf('/') + 1).startsWith(".");
  }

  private static Optional<String> linked(FolderFiles files, String path) {
    return Optional.ofNullable(files.files().get(path)).flatMap(FolderFiles.FileFacts::target);
  }

  /** PyTorch's FSDP: meta.pt comes behind .metadata. DeepSpeed: latest comes last. */
  private static Optional<String> missing(CheckpointFolder folder) {
    if (folder.hasLike(STATES)) {
      return folder.has("latest") ? Optional.empty() : Optional.of("no 'latest' of DeepSpeed yet");
    }
    if (!folder.has(".metadata")) {
      return Optional.of("no .metadata yet");
    }
    return folder.has("meta.pt") ? Optional.empty() : Optional.of("no meta.pt yet");
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(
        folder,
        found.own(),
        path ->
            path.toString().endsWith(SUFFIX)
                ? KnownContent.torch(path, old)
                : KnownContent.fault(path, old));
  }

  @Override
  public Duration quiet(FoundCheckpoint found) {
    return LINKED;
  }

  @Override
  public boolean restsOnQuiet(FoundCheckpoint found) {
    return false; // All that it needs is there before.
  }

  @Override
  public void pointTo(Path folder, FoundCheckpoint restored) throws IOException {
    for (String pointer : restored.pointers()) {
      Path link = folder.resolve(pointer);
      Path parent = link.toAbsolutePath().normalize().getParent();
      Path target = folder.resolve(restored.own().get(0)).toAbsolutePath().normalize();
      if (parent != null) {
        Files.createDirectories(parent);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, parent.relativize(target));
      }
    }
  }
}
