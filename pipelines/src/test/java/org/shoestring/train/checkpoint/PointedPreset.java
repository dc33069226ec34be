package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;
import org.shoestring.train.preset.FoundCheckpoint;

/** Lines as {@link LinesPreset} has them, with a file {@code newest} that names the newest one. */
record PointedPreset(LinesPreset lines) implements CheckpointPreset {
  static final String POINTER = "newest";

  @Override
  public String name() {
    return "pointed";
  }

  @Override
  public String summary() {
    return lines.summary();
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return lines.evidence(files);
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    List<FoundCheckpoint> found = new ArrayList<>();
    for (FoundCheckpoint one : lines.find(files)) {
      if (!one.name().equals(POINTER)) {
        boolean isPointed = files.files().containsKey(POINTER);
        List<String> all = new ArrayList<>(one.files());
        List<String> pointers = isPointed ? List.of(POINTER) : List.of();
        all.addAll(pointers);
        found.add(new FoundCheckpoint(one.name(), all, pointers, one.step(), one.missing()));
      }
    }
    return found;
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return lines.fault(
        folder,
        new FoundCheckpoint(found.name(), found.own(), List.of(), found.step(), found.missing()));
  }

  @Override
  public void pointTo(Path folder, FoundCheckpoint restored) throws IOException {
    Files.writeString(folder.resolve(POINTER), restored.name());
  }
}
