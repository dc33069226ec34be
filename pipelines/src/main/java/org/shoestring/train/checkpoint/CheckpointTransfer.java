package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.files.FolderWalk;
import org.shoestring.spec.UsageException;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.Measured;
import org.shoestring.train.curve.CurveReader;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;
import org.shoestring.train.preset.FoundCheckpoint;
import org.shoestring.train.preset.Presets;

/** Checkpoints that a user moves by hand between the storage and a local folder. */
public final class CheckpointTransfer {
  private final CheckpointStorage storage;
  private final CurveReader curve;
  private final Path folder;
  private final Consumer<String> remarks;

  /**
   * Moves between these.
   *
   * @param curve what was measured at checkpoints
   * @param folder the local one
   */
  public CheckpointTransfer(
      CheckpointStorage storage, CurveReader curve, Path folder, Consumer<String> remarks) {
    this.storage = storage;
    this.curve = curve;
    this.folder = folder;
    this.remarks = remarks;
  }

  /**
   * Brings what a training would find in its folder if it began now.
   *
   * @param settings which one it is to continue from, and which others are to come along
   * @return the one that it would continue from; empty if there is none
   * @throws UsageException if the settings name one that does not exist
   */
  public Optional<Checkpoint> pull(CheckpointSettings settings) throws IOException {
    Files.createDirectories(folder);
    CheckpointRestore restore = restore(folder.resolve(".shoestring-arriving"));
    RestoreChoice choice = new RestoreChoice(storage, settings, Optional.empty());
    Optional<Checkpoint> brought = restore.into(folder, restore.read(), choice).checkpoint();
    if (brought.isPresent()) {
      point(brought.get());
    }
    return brought;
  }

  private CheckpointRestore restore(Path arriving) {
    return new CheckpointRestore(storage, new CurveMeasurements(curve, remarks), arriving, remarks);
  }

  /** Makes the files by which a trainer finds its newest checkpoint name this one. */
  private void point(Checkpoint brought) throws IOException {
    for (CheckpointPreset preset : Presets.list()) {
      if (preset.name().equals(brought.preset())) {
        preset.pointTo(folder, brought.name());
      }
    }
  }

  /** A whole checkpoint of the folder, and what tells which files are one. */
  public record Chosen(CheckpointPreset preset, FoundCheckpoint found) {}

  /**
   * Chooses a checkpoint of the folder.
   *
   * @param preset what tells which files are one checkpoint; empty if the files are to tell that
   * @param name of the checkpoint; empty for the newest
   * @throws UsageException if there is none, or it is not complete
   */
  public Chosen choose(Optional<CheckpointPreset> preset, Optional<String> name)
      throws IOException {
    FolderFiles files = FolderFiles.of(folder);
    CheckpointPreset known =
        preset
            .or(() -> Presets.detect(files))
            .orElseThrow(
                () ->
                    new UsageException(
                        folder
                            + ": no file here is recognized as a checkpoint of any library; say"
                            + " which files are one, for example: --preset files:pattern=model-*"));
    return new Chosen(known, choose(known, known.find(files), name));
  }

  /**
   * Saves a checkpoint of the folder, as one of an attempt of its own: the next attempt continues
   * from it.
   *
   * @param scratch a local folder with room for a copy
   * @param machine this one, for people
   * @throws UsageException if it is not whole any more
   */
  public Checkpoint push(Chosen chosen, Path scratch, String machine) throws IOException {
    Files.createDirectories(scratch);
    Attempt attempt = Attempt.begin(storage, machine + " (pushed by hand)");
    AttemptNotes.writeRestored(attempt, Optional.empty(), Optional.empty());
    CheckpointSaver saver =
        new CheckpointSaver(attempt, scratch, CheckpointSettings.DEFAULT, List.of());
    Checkpoint saved =
        saver
            .save(chosen.preset(), folder, chosen.found(), () -> Measured.NOTHING)
            .orElseThrow(
                () ->
                    new UsageException(
                        folder.resolve(chosen.found().name())
                            + ": this checkpoint cannot be stored: "
                            + saver.fault().orElse("it was changed while it was read")));
    AttemptNotes.writeEnded(attempt, AttemptNotes.End.PUSHED, "");
    FolderWalk.remove(scratch);
    return saved;
  }

  private FoundCheckpoint choose(
      CheckpointPreset preset, List<FoundCheckpoint> all, Optional<String> name)
      throws IOException {
    Optional<FoundCheckpoint> newest = Optional.empty();
    for (FoundCheckpoint found : all) {
      boolean isLater =
          newest.isEmpty() || found.step().orElse(-1) >= newest.get().step().orElse(-1);
      if (name.isPresent() ? found.name().equals(name.get()) : isLater) {
        newest = Optional.of(found);
      }
    }
    if (newest.isEmpty()) {
      String there = String.join(", ", all.stream().map(FoundCheckpoint::name).toList());
      throw new UsageException(
          folder
              + ": there is no checkpoint "
              + name.map(one -> "'" + one + "' ").orElse("")
              + "of the preset "
              + preset.name()
              + (there.isEmpty() ? "; give another --preset" : "; there are: " + there));
    }
    FoundCheckpoint chosen = newest.get();
    Optional<String> fault =
        chosen.missing().isPresent() ? chosen.missing() : preset.fault(folder, chosen);
    if (fault.isPresent()) {
      throw new UsageException(
          folder
              + ": the checkpoint "
              + chosen.name()
              + " is not complete ("
              + fault.get()
              + "); choose another one with --name");
    }
    return chosen;
  }
}
