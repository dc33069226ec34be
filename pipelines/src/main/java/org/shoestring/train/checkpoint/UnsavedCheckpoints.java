package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.train.checkpoint.local.LocalCheckpoints;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurveReader;

/**
 * Checkpoints of a training that has ended well, which an earlier process could not save. Its
 * command is not run again, and its folder goes, so that this is the last chance to keep them.
 */
public final class UnsavedCheckpoints {
  private UnsavedCheckpoints() {}

  /**
   * Saves them, if the user wants some to stay.
   *
   * @param folder the trainer's
   * @param scratch the local folder for files on their way, as the attempt had it
   * @param machine this one, for people
   * @param curve the learning curve of the training
   */
  public static void save(
      CheckpointStorage storage,
      Path folder,
      Path scratch,
      CheckpointSettings settings,
      String machine,
      CurveReader curve,
      Consumer<String> remarks)
      throws IOException {
    if (!settings.keepsAfterwards() || !Files.isDirectory(folder)) {
      return;
    }
    LocalCheckpoints local = LocalCheckpoints.of(folder, scratch);
    List<String> before = local.attempts();
    if (before.isEmpty()) {
      return;
    }
    Optional<String> last = Attempt.last(storage).map(Attempt::folder);
    if (last.isEmpty() || !before.contains(last.get())) {
      local
          .setAside()
          .ifPresent(
              aside ->
                  remarks.accept(
                      "another machine has trained since; what lay in "
                          + folder
                          + " was moved to "
                          + aside));
      return;
    }
    Optional<AttemptNotes.End> end = AttemptNotes.read(storage, last.get()).end();
    if (end.equals(Optional.of(AttemptNotes.End.WELL))) {
      return; // All was saved before that was written.
    }
    Attempt attempt = Attempt.begin(storage, machine);
    local.write(local.with(attempt.folder()));
    AttemptNotes.writeKeep(attempt);
    new AttemptStart(attempt, local, settings, curve, remarks).saveLeft(before);
    AttemptNotes.writeEnded(attempt, AttemptNotes.End.WELL, "");
  }
}
