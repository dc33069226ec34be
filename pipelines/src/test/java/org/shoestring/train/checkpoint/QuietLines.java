package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;
import org.shoestring.train.preset.FoundCheckpoint;

/**
 * Checkpoints of {@link LinesPreset} that are complete only if they have not changed for a while.
 */
public class QuietLines implements CheckpointPreset {
  private static final LinesPreset LINES = new LinesPreset();

  private final Duration quiet;

  /** Those that did not change for that long. */
  public QuietLines(Duration quiet) {
    this.quiet = quiet;
  }

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public String summary() {
    return LINES.summary();
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return LINES.evidence(files);
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    return LINES.find(files);
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return LINES.fault(folder, found);
  }

  @Override
  public Duration quiet(FoundCheckpoint found) {
    return quiet;
  }
}
