package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Another preset whose files must not have changed for some time, too.
 *
 * @param quiet that the user asked for, instead of the preset's own
 */
record UnchangedPreset(CheckpointPreset preset, Duration quiet) implements CheckpointPreset {

  @Override
  public String name() {
    return preset.name();
  }

  @Override
  public String summary() {
    return preset.summary() + "; and unchanged for " + quiet.toSeconds() + " s";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return preset.evidence(files);
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    return preset.find(files);
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return preset.fault(folder, found);
  }

  @Override
  public Duration quiet(FoundCheckpoint found) {
    return quiet;
  }

  @Override
  public void pointTo(Path folder, FoundCheckpoint restored) throws IOException {
    preset.pointTo(folder, restored);
  }
}
