package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Shown;
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
final class CheckpointWatch {
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

  private Optional<CheckpointPreset> preset;

  CheckpointWatch(
      CheckpointSaver saver, Path folder, CheckpointSettings settings, Consumer<String> remarks) {
    this.saver = saver;
    this.folder = folder;
    this.settings = settings;
    this.preset = settings.preset();
    this.remarks = remarks;
  }

  /** A checkpoint in the folder with what the file system knows of its files. */
  record Seen(FoundCheckpoint found, SortedMap<String, FolderFiles.FileFacts> files) {
    FileTime modified() {
      return files.values().stream()
          .map(FolderFiles.FileFacts::modified)
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  /** What tells the checkpoints; empty as long as no file has told. */
  Optional<CheckpointPreset> preset() {
    return preset;
  }

  /** Takes what lies in the folder now as saved. */
  void takeAsSaved() throws IOException {
    look(true).forEach(seen -> done.put(seen.found().name(), seen.files()));
  }

  /** All checkpoints in the folder, complete or not. */
  List<FoundCheckpoint> all() throws IOException {
    List<Seen> unused = look(true); // Which finds the preset.
    return preset.isEmpty() ? List.of() : preset.get().find(FolderFiles.of(folder));
  }

  /** Why one of them is not complete, for people; empty if it is. */
  Optional<String> fault(FoundCheckpoint found) throws IOException {
    return found.missing().isPresent()
        ? found.missing()
        : preset.orElseThrow().fault(folder, found);
  }

  /** Those in the folder that are complete by their names, from the oldest to the newest. */
  List<Seen> complete() throws IOException {
    return look(true);
  }

  /** The newest in the folder of each series, the newest last. */
  List<Seen> newest() throws IOException {
    Map<String, Seen> newest = new LinkedHashMap<>();
    for (Seen seen : look(true)) {
      String series = Checkpoint.series(seen.found().name());
      newest.remove(series);
      newest.put(series, seen);
    }
    return List.copyOf(newest.values());
  }

  /** Why nothing of what is in the folder is saved, with the cure; empty if nothing is there. */
  Optional<String> unsaved() throws IOException {
    FolderFiles now = FolderFiles.of(folder);
    if (now.files().isEmpty()) {
      return Optional.empty();
    }
    String example = now.files().firstKey();
    if (preset.isEmpty() || preset.get().find(now).isEmpty()) {
      String what =
          preset
              .map(known -> "is no checkpoint for the preset " + known.name())
              .orElse("is not recognized as a checkpoint of any library");
      return Optional.of(
          "nothing in "
              + folder
              + " is saved, because "
              + Shown.quoted(example)
              + " "
              + what
              + "; say which files are checkpoints: 'checkpoints: files:pattern=NAMES' in a"
              + " stage, --preset files:pattern=NAMES of train; or name another preset");
    }
    for (FoundCheckpoint found : preset.get().find(now)) {
      Optional<String> fault = fault(found);
      if (fault.isPresent()) {
        return Optional.of(
            "nothing in "
                + folder
                + " is saved, because "
                + Shown.quoted(found.name())
                + " is not complete as "
                + preset.get().name()
                + " writes it: "
                + fault.get());
      }
    }
    return Optional.empty();
  }

  /** Why a folder without files leads to no checkpoint, with the cure; empty if it has files. */
  Optional<String> nothingThere() throws IOException {
    return FolderFiles.of(folder).files().isEmpty()
        ? Optional.of(
            "no checkpoint was saved, because there is no file in "
                + folder
                + "; check that the command writes its checkpoints to {checkpoints}, which is that"
                + " folder; or, with train, name the folder that it writes to: --local DIR")
        : Optional.empty();
  }

  /** Makes the files by which the trainer finds its newest checkpoint name this one. */
  void pointTo(Checkpoint restored) throws IOException {
    List<Seen> unused = look(true); // Which finds the preset.
    if (preset.isPresent()) {
      preset.get().pointTo(folder, restored.name());
    }
  }

  private List<Seen> look(boolean ended) throws IOException {
    FolderFiles now = FolderFiles.of(folder);
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
    if (preset.isEmpty()) {
      return List.of();
    }
    List<Seen> all = new ArrayList<>();
    for (FoundCheckpoint found : preset.get().find(now)) {
      SortedMap<String, FolderFiles.FileFacts> files = new TreeMap<>();
      found.own().forEach(path -> files.put(path, now.files().get(path)));
      Seen seen = new Seen(found, files);
      if (found.missing().isEmpty() && (ended || isQuiet(seen))) {
        all.add(seen);
      }
    }
    all.sort(
        Comparator.comparing((Seen seen) -> seen.found().step().orElse(-1))
            .thenComparing(Seen::modified)
            .thenComparing(seen -> seen.found().name(), CheckpointWatch::byNumbers));
    return all;
  }

  /** Compares names by the numbers in them, for files that have the same time. */
  private static int byNumbers(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other));
  }

  private static BigInteger[] numbers(String name) {
    return Pattern.compile("[0-9]+")
        .matcher(name)
        .results()
        .map(number -> new BigInteger(number.group()))
        .toArray(BigInteger[]::new);
  }

  private boolean isQuiet(Seen seen) {
    Duration quiet = preset.orElseThrow().quiet(seen.found());
    return quiet.isZero() || seen.modified().toInstant().plus(quiet).isBefore(Instant.now());
  }

  /** Whether these are files that were saved: some may be gone where a trainer removes a folder. */
  private static boolean isPartOf(
      Seen seen, @Nullable SortedMap<String, FolderFiles.FileFacts> saved) {
    return saved != null && saved.entrySet().containsAll(seen.files().entrySet());
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

  private static CheckpointSaver.Measuring at(Seen seen, TrainingCheckpoints.Listener measuring) {
    return new CheckpointSaver.Measuring() {
      @Override
      public Measured measured() {
        return measuring.measured(seen.found().step(), seen.modified().toInstant());
      }

      @Override
      public void sent() throws IOException {
        measuring.sent();
      }
    };
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
    List<Seen> fresh = new ArrayList<>();
    for (Seen seen : look(ended)) {
      String name = seen.found().name();
      if (!isPartOf(seen, done.get(name))
          && (ended || !seen.files().equals(incomplete.get(name)))) {
        fresh.add(seen);
      }
    }
    List<Checkpoint> saved = new ArrayList<>();
    Set<String> newer = new HashSet<>();
    boolean each = settings.keep().wantsEach();
    if (!each) {
      Collections.reverse(fresh); // What is older than one that was saved need not be.
    }
    for (Seen seen : fresh) {
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
    return saved;
  }
}
