package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.shoestring.spec.Shown;
import org.shoestring.train.checkpoint.local.LocalCheckpoint;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;

/** Why an attempt has saved no checkpoint, as far as its trainer's folder tells, with the cure. */
record NothingSaved(CheckpointWatch watch) {

  /** Why nothing of what is in the folder is saved; empty if nothing is there. */
  Optional<String> unsaved() throws IOException {
    FolderFiles now = FolderFiles.of(watch.folder());
    if (now.files().isEmpty()) {
      return Optional.empty();
    }
    String example = now.files().firstKey();
    Optional<CheckpointPreset> preset = watch.preset();
    List<LocalCheckpoint> all =
        preset.map(known -> LocalCheckpoint.all(known, now)).orElse(List.of());
    if (all.isEmpty()) {
      String what =
          preset
              .map(known -> "is no checkpoint for the preset " + known.name())
              .orElse("is not recognized as a checkpoint of any library");
      return Optional.of(
          because(example)
              + what
              + "; say which files are checkpoints: 'checkpoints: files:pattern=NAMES' in a"
              + " stage, --preset files:pattern=NAMES of train; or name another preset");
    }
    for (LocalCheckpoint one : all) {
      Optional<String> fault = watch.fault(one.found());
      if (fault.isPresent()) {
        return Optional.of(
            because(one.name())
                + "is not complete as "
                + preset.orElseThrow().name()
                + " writes it: "
                + fault.get());
      }
    }
    return Optional.empty();
  }

  private String because(String name) {
    return "nothing in " + folder() + " is saved, because " + Shown.quoted(name) + " ";
  }

  private Path folder() {
    return watch.folder();
  }

  /** Why a folder without files leads to no checkpoint; empty if it has files. */
  Optional<String> nothingThere() throws IOException {
    return FolderFiles.of(folder()).files().isEmpty()
        ? Optional.of("no checkpoint was saved, because there is no file in " + folder() + cure())
        : Optional.empty();
  }

  /** Why nothing is saved where only what was restored is in the folder; empty if there is more. */
  Optional<String> nothingNew() throws IOException {
    return watch.hasNothingNew()
        ? Optional.of(
            "no new checkpoint was saved, because only those that were there before the command"
                + " started are in "
                + folder()
                + cure())
        : Optional.empty();
  }

  private static String cure() {
    return "; check that the command writes its checkpoints to {checkpoints}, which is that"
        + " folder; or, with train, name the folder that it writes to: --local DIR";
  }
}
