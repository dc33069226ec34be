package org.shoestring.train.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.shoestring.spec.Shown;
import org.shoestring.train.checkpoint.local.LocalCheckpoint;
import org.shoestring.train.checkpoint.local.LocalCheckpoints;
import org.shoestring.train.checkpoint.local.TrainerEnding;
import org.shoestring.train.checkpoint.local.UnchangedCheckpoints;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.Measured;
import org.shoestring.train.checkpoint.storage.SupersededException;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;
import org.shoestring.train.preset.FoundCheckpoint;
import org.shoestring.train.preset.Presets;

/**
 * Looks into a trainer's folder, and saves what is new and complete. If there are several new ones,
 * only the newest is saved, unless older ones may have to be kept: a slow line is not filled with
 * what nobody restores.
 */
final class CheckpointWatch implements Closeable {
  private final CheckpointSaver saver;
  private final Path folder;
  private final CheckpointSettings settings;
  private final Consumer<String> remarks;

  /** The files of each checkpoint as they were when it was saved, or passed over. */
  private final Map<String, SortedMap<String, FolderFiles.FileFacts>> done = new HashMap<>();

  /** The same of those whose content was not complete. */
  private final Map<String, SortedMap<String, FolderFiles.FileFacts>> incomplete = new HashMap<>();

  /** The names of those that were said to be incomplete. */
  private final Set<String> told = new HashSet<>();

  private final UnchangedCheckpoints unchanged;
  private Optional<CheckpointPreset> preset;
  private volatile TrainerEnding ending = TrainerEnding.SUDDEN;

  /**
   * A watch.
   *
   * @param local the trainer's folder
   */
  CheckpointWatch(
      CheckpointSaver saver,
      LocalCheckpoints local,
      CheckpointSettings settings,
      Consumer<String> remarks)
      throws IOException {
    this.saver = saver;
    this.folder = local.folder();
    this.settings = settings;
    this.unchanged = new UnchangedCheckpoints(local, settings.look());
    this.preset = settings.preset();
    this.remarks = remarks;
  }

  /** The trainer's folder. */
  Path folder() {
    return folder;
  }

  /** What tells the checkpoints; empty as long as no file has told. */
  Optional<CheckpointPreset> preset() {
    return preset;
  }

  /** Takes note of how the trainer ended: which of its checkpoints are whole, where time tells. */
  void ended(TrainerEnding how) {
    ending = how;
  }

  /** Takes what lies in the folder now as saved, and as whole: it was restored, or is stored. */
  void takeAsSaved() throws IOException {
    List<LocalCheckpoint> all = all();
    for (LocalCheckpoint one : all) {
      if (one.found().missing().isEmpty()) {
        done.put(one.name(), one.files());
        if (preset.orElseThrow().restsOnQuiet(one.found())) {
          unchanged.add(one, all);
        }
      }
    }
  }

  /** Whether there are checkpoints, and all were there before the trainer started. */
  boolean hasNothingNew() throws IOException {
    List<LocalCheckpoint> all = all();
    return !all.isEmpty() && all.stream().allMatch(one -> one.isPartOf(done.get(one.name())));
  }

  /** All checkpoints in the folder, complete or not. */
  List<LocalCheckpoint> all() throws IOException {
    FolderFiles now = FolderFiles.of(folder);
    detect(now);
    return preset.isEmpty() ? List.of() : LocalCheckpoint.all(preset.get(), now);
  }

  /** Why one of them is not complete, for people; empty if it is. */
  Optional<String> fault(FoundCheckpoint found) throws IOException {
    return found.missing().isPresent()
        ? found.missing()
        : preset.orElseThrow().fault(folder, found);
  }

  /**
   * Why one of them may not be complete though all that its preset names is there, with the cure;
   * empty if it certainly is, as far as its trainer's end tells.
   *
   * @param all of them
   */
  Optional<String> doubt(LocalCheckpoint one, List<LocalCheckpoint> all) {
    return isWhole(one, all)
        ? Optional.empty()
        : Optional.of(
            "it may lack files: the command ended before it had been unchanged for "
                + preset.orElseThrow().quiet(one.found()).toSeconds()
                + " s. To have such a checkpoint saved, let the command rename it when it is"
                + " complete (files:pattern=NAMES), or write a file then"
                + " (files:pattern=NAMES,done=NAME)");
  }

  private boolean isWhole(LocalCheckpoint one, List<LocalCheckpoint> all) {
    CheckpointPreset known = preset.orElseThrow();
    return !known.restsOnQuiet(one.found())
        || unchanged.isWhole(one, all, known.quiet(one.found()), ending);
  }

  /** The newest in the folder of each series, the newest last. */
  List<LocalCheckpoint> newest() throws IOException {
    Map<String, LocalCheckpoint> newest = new LinkedHashMap<>();
    for (LocalCheckpoint seen : complete()) {
      String series = Checkpoint.series(seen.name());
      newest.remove(series);
      newest.put(series, seen);
    }
    return List.copyOf(newest.values());
  }

  /** Makes the files by which the trainer finds its newest checkpoint name this one. */
  void pointTo(Checkpoint restored) throws IOException {
    detect(FolderFiles.of(folder));
    if (preset.isPresent()) {
      preset.get().pointTo(folder, restored.name());
    }
  }

  private void detect(FolderFiles now) {
    if (preset.isEmpty()) {
      preset = Presets.detect(now);
      preset.ifPresent(
          found ->
              remarks.accept(
                  "checkpoints are saved as "
                      + found.name()
                      + " writes them, because of "
                      + found.evidence(now).orElse("what is there")));
    }
  }

  /** What a trainer that has ended has left whole, the oldest first, as names and time tell. */
  List<LocalCheckpoint> complete() throws IOException {
    List<LocalCheckpoint> all = all();
    return LocalCheckpoint.inOrder(
        all.stream().filter(one -> one.found().missing().isEmpty() && isWhole(one, all)));
  }

  /** What a running trainer has written to its end, the oldest first, as names and time tell. */
  private List<LocalCheckpoint> written(TrainingCheckpoints.Listener trainer) throws IOException {
    return LocalCheckpoint.inOrder(
        all().stream().filter(one -> one.found().missing().isEmpty() && isQuiet(one, trainer)));
  }

  private boolean isQuiet(LocalCheckpoint one, TrainingCheckpoints.Listener trainer) {
    CheckpointPreset known = preset.orElseThrow();
    if (known.restsOnQuiet(one.found())) {
      unchanged.watch(known, trainer::isRunning);
      return unchanged.has(one);
    }
    Duration quiet = known.quiet(one.found());
    return quiet.isZero() || one.lastModified().toInstant().plus(quiet).isBefore(Instant.now());
  }

  /** Says once what is left incomplete by a trainer that has ended. */
  private void tellIncomplete(String name, String fault) {
    if (saver.count() > 0 && told.add(name)) {
      remarks.accept(
          Shown.quoted(name)
              + " was not saved, because it is not complete as "
              + preset.orElseThrow().name()
              + " writes it: "
              + fault);
    }
  }

  private static CheckpointSaver.Measuring at(
      LocalCheckpoint seen, TrainingCheckpoints.Listener measuring) {
    return new CheckpointSaver.Measuring() {
      @Override
      public Measured measured() {
        return measuring.measured(seen.found().step(), seen.lastModified().toInstant());
      }

      @Override
      public void sent() throws IOException {
        measuring.sent();
      }
    };
  }

  /**
   * Says once what may be incomplete, since its trainer has ended.
   *
   * @param saved the series of which one was saved instead
   */
  private void tellDoubts(Set<String> saved) throws IOException {
    List<LocalCheckpoint> all = all();
    for (LocalCheckpoint one : all) {
      boolean isNew =
          one.found().missing().isEmpty()
              && !one.isPartOf(done.get(one.name()))
              && !saved.contains(Checkpoint.series(one.name()));
      Optional<String> doubt = isNew ? doubt(one, all) : Optional.empty();
      if (doubt.isPresent() && told.add(one.name())) {
        remarks.accept(Shown.quoted(one.name()) + " was not saved, because " + doubt.get());
      }
    }
  }

  /**
   * Saves what is new.
   *
   * @param ended whether the trainer has ended, so that nothing changes any more
   * @param measuring tells what was measured at a checkpoint
   * @return what was saved
   * @throws SupersededException if a later attempt has begun
   */
  List<Checkpoint> save(boolean ended, TrainingCheckpoints.Listener measuring) throws IOException {
    List<LocalCheckpoint> fresh = new ArrayList<>();
    for (LocalCheckpoint seen : ended ? complete() : written(measuring)) {
      String name = seen.found().name();
      if (!seen.isPartOf(done.get(name)) && (ended || !seen.files().equals(incomplete.get(name)))) {
        fresh.add(seen);
      }
    }
    List<Checkpoint> saved = new ArrayList<>();
    Set<String> newer = new HashSet<>();
    boolean each = settings.keep().wantsEach();
    if (!each) {
      Collections.reverse(fresh); // What is older than one that was saved need not be.
    }
    for (LocalCheckpoint seen : fresh) {
      FoundCheckpoint found = seen.found();
      String series = Checkpoint.series(found.name());
      if (!each && newer.contains(series)) {
        done.put(found.name(), seen.files());
        continue;
      }
      Optional<Checkpoint> one =
          saver.save(preset.orElseThrow(), folder, found, at(seen, measuring));
      if (one.isPresent()) {
        done.put(found.name(), seen.files());
        saved.add(one.get());
        if (!one.get().bad()) {
          newer.add(series); // Else the good one before it is needed.
        }
      } else if (saver.fault().isPresent()) {
        incomplete.put(found.name(), seen.files());
        if (ended) {
          tellIncomplete(found.name(), saver.fault().get());
        }
      }
    }
    if (ended) {
      tellDoubts(newer);
    }
    return saved;
  }

  /** Ends its looks. */
  @Override
  public void close() {
    unchanged.close();
  }
}
