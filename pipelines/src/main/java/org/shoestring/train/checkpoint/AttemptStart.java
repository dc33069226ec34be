package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.spec.UsageException;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.preset.FoundCheckpoint;

/**
 * The start of an attempt: it takes its number, decides which checkpoint to continue from, and sees
 * that the trainer's folder holds that one and nothing that does not go with it.
 */
final class AttemptStart {
  private final Attempt attempt;
  private final LocalCheckpoints local;
  private final CheckpointSettings settings;
  private final CheckpointRestore restore;
  private final List<Checkpoint> stored;
  private final CheckpointSaver saver;
  private final CheckpointWatch watch;
  private final Consumer<String> remarks;

  AttemptStart(
      Attempt attempt,
      LocalCheckpoints local,
      Path scratch,
      CheckpointSettings settings,
      Consumer<String> remarks)
      throws IOException {
    this.attempt = attempt;
    this.local = local;
    this.settings = settings;
    this.remarks = remarks;
    this.restore = new CheckpointRestore(attempt.storage(), scratch.resolve("arriving"), remarks);
    this.stored = restore.read().checkpoints();
    this.saver = new CheckpointSaver(attempt, scratch, settings.keep(), stored);
    this.watch = new CheckpointWatch(saver, local.folder(), settings, remarks);
  }

  CheckpointSaver saver() {
    return saver;
  }

  CheckpointWatch watch() {
    return watch;
  }

  /**
   * Prepares the folder.
   *
   * @param isNext whether nobody else began an attempt after the last one that worked in it
   * @return what the trainer continues from; empty if it starts from nothing
   */
  Optional<Checkpoint> run(boolean isNext) throws IOException {
    Files.createDirectories(local.folder());
    Optional<CheckpointId> suspect = StepBack.from(attempt, stored);
    boolean chosen = settings.fromScratch() || settings.restore().isPresent();
    Optional<Checkpoint> from;
    if (suspect.isEmpty() && !chosen && isNext) {
      from = continueHere();
    } else {
      Optional<Path> aside = local.setAside();
      aside.ifPresent(
          path ->
              remarks.accept(
                  "what lay in "
                      + local.folder()
                      + " is not what the training continues from, and was moved to "
                      + path));
      from = settings.fromScratch() ? Optional.empty() : fetch(suspect);
    }
    suspect
        .filter(id -> from.isPresent() && !from.get().id().equals(id))
        .ifPresent(
            id ->
                remarks.accept(
                    "checkpoint "
                        + id
                        + " is not continued from this time: the command failed twice after it,"
                        + " without another checkpoint"));
    watch.takeAsSaved();
    from.ifPresent(checkpoint -> saver.resumedFrom(checkpoint.id()));
    return from;
  }

  /**
   * Whether nobody else began an attempt after the last one that worked in this folder.
   *
   * @param before the attempts that have worked in it since its state was last known
   */
  boolean isNextAfter(List<String> before) throws IOException {
    Optional<Attempt> last = attempt.before();
    return last.isEmpty() ? stored.isEmpty() : before.contains(last.get().folder());
  }

  /** Continues from what lies here, unless a newer one is stored. */
  private Optional<Checkpoint> continueHere() throws IOException {
    setTornAside();
    List<Checkpoint> here = new ArrayList<>();
    for (FoundCheckpoint found : watch.newest()) {
      if (!isOlderThanStored(found)) {
        saver
            .saveUnlessStored(watch.preset().orElseThrow(), local.folder(), found)
            .ifPresent(here::add);
      }
    }
    Optional<Checkpoint> newest =
        RestoreOrder.of(saver.saved(), Optional.empty()).stream().findFirst();
    return newest.isPresent() && here.contains(newest.get()) ? newest : fetch(Optional.empty());
  }

  private boolean isOlderThanStored(FoundCheckpoint found) {
    String series = Checkpoint.series(found.name(), found.step());
    return found.step().isPresent()
        && stored.stream()
            .filter(one -> one.series().equals(series) && one.step().isPresent())
            .anyMatch(one -> one.step().getAsLong() > found.step().getAsLong());
  }

  /** A trainer must not find files that it had half written when it was killed. */
  private void setTornAside() throws IOException {
    for (FoundCheckpoint found : watch.all()) {
      Optional<String> fault = watch.fault(found);
      if (fault.isPresent()) {
        Path aside = local.setAside(found.own());
        remarks.accept(
            found.name()
                + " was not complete when its trainer ended ("
                + fault.get()
                + "), and was moved to "
                + aside);
      }
    }
  }

  private Optional<Checkpoint> fetch(Optional<CheckpointId> suspect) throws IOException {
    local.write(List.of()); // What a crash leaves of it is nobody's.
    Optional<Checkpoint> from =
        restore.into(local.folder(), all -> order(all, suspect), this::besides);
    if (from.isPresent()) {
      watch.pointTo(from.get());
    } else if (settings.restore().isPresent()) {
      throw new UsageException(
          "--restore " + settings.restore().get() + ": there are no checkpoints");
    }
    return from;
  }

  /** What comes along with the one that is continued from: the best, and other kinds. */
  private List<Checkpoint> besides(List<Checkpoint> all) {
    List<Checkpoint> besides = new ArrayList<>(RestoreOrder.others(all));
    for (Checkpoint best : settings.keep().best(all)) {
      if (!besides.contains(best)) {
        besides.add(best);
      }
    }
    return besides;
  }

  private List<Checkpoint> order(List<Checkpoint> all, Optional<CheckpointId> suspect) {
    if (settings.restore().isEmpty()) {
      return RestoreOrder.of(all, suspect);
    }
    CheckpointSettings.Wanted wanted = settings.restore().get();
    List<Checkpoint> found = all.stream().filter(one -> wanted.is(one.id())).toList();
    if (found.isEmpty()) {
      throw new UsageException(
          "--restore "
              + wanted
              + ": there is no such checkpoint; there are "
              + String.join(", ", all.stream().map(one -> one.id().toString()).toList()));
    }
    return found;
  }
}
