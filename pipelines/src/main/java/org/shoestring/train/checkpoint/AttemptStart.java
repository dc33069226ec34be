package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.shoestring.spec.Shown;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.StoreException;
import org.shoestring.train.checkpoint.local.LocalCheckpoint;
import org.shoestring.train.checkpoint.local.LocalCheckpoints;
import org.shoestring.train.checkpoint.local.TrainerEnding;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.checkpoint.storage.SupersededException;
import org.shoestring.train.curve.CheckpointMoment;
import org.shoestring.train.curve.CurveReader;
import org.shoestring.train.preset.FoundCheckpoint;

/**
 * The start of an attempt: it takes its number, decides which checkpoint to continue from, and sees
 * that the trainer's folder holds that one and nothing that does not go with it.
 */
final class AttemptStart {
  private final Attempt attempt;
  private final LocalCheckpoints local;
  private final CheckpointSettings settings;
  private final CurveMeasurements measurements;
  private final CheckpointRestore restore;
  private final CheckpointRestore.Manifests stored;
  private final CheckpointSaver saver;
  private final CheckpointWatch watch;
  private final Consumer<String> remarks;
  private Optional<StartingPoint> started = Optional.empty();

  AttemptStart(
      Attempt attempt,
      LocalCheckpoints local,
      CheckpointSettings settings,
      CurveReader curve,
      Consumer<String> remarks)
      throws IOException {
    this.attempt = attempt;
    this.local = local;
    this.settings = settings;
    this.remarks = remarks;
    this.measurements = new CurveMeasurements(curve, remarks);
    Path scratch = local.scratch();
    this.restore = restoreFrom(attempt.storage());
    this.stored = restore.read();
    this.saver = new CheckpointSaver(attempt, scratch, settings, stored.checkpoints());
    this.watch = new CheckpointWatch(saver, local, settings, remarks);
  }

  private CheckpointRestore restoreFrom(CheckpointStorage storage) {
    return new CheckpointRestore(
        storage, measurements, local.scratch().resolve("arriving"), remarks);
  }

  CheckpointSaver saver() {
    return saver;
  }

  CheckpointWatch watch() {
    return watch;
  }

  /** The checkpoint of another training that the folder holds; empty for none. */
  Optional<StartingPoint> started() {
    return started;
  }

  /**
   * Prepares the folder.
   *
   * @param before the attempts that have worked in it since its state was last known
   * @return what the trainer continues from; empty if it starts from nothing
   */
  Optional<Checkpoint> run(List<String> before) throws IOException {
    boolean isNext = isNextAfter(before);
    local.write(isNext ? local.with(attempt.folder()) : List.of());
    Files.createDirectories(local.folder());
    Optional<CheckpointId> suspect = StepBack.from(attempt, stored.checkpoints());
    boolean isOurs = suspect.isEmpty() && !settings.isDecided() && isNext;
    Optional<Checkpoint> here = isOurs ? continueHere(before) : Optional.empty();
    boolean isUnknown = isOurs && saver.saved().isEmpty() && stored.faults().isEmpty();
    Optional<Checkpoint> from = here.isPresent() || isUnknown ? here : fetch(suspect);
    suspect
        .filter(id -> !settings.isDecided() && from.isPresent() && !from.get().id().equals(id))
        .ifPresent(
            id ->
                remarks.accept(
                    "checkpoint "
                        + id
                        + " is not used this time: the command failed twice after it, without"
                        + " saving another checkpoint"));
    if (from.isEmpty() && settings.startFrom().isPresent()) {
      start(settings.startFrom().get());
    }
    if (here.isPresent()) {
      watch.pointTo(here.get()); // Not to a torn one that was moved aside.
    }
    watch.takeAsSaved();
    from.ifPresent(checkpoint -> saver.resumedFrom(checkpoint.id()));
    return from;
  }

  /** Whether nobody else began an attempt after the last one that worked in this folder. */
  private boolean isNextAfter(List<String> before) throws IOException {
    Optional<Attempt> last = attempt.before();
    while (last.isPresent() && !before.contains(last.get().folder()) && isEmpty(last.get())) {
      last = last.get().before(); // It ended before it had prepared anything.
    }
    return last.isEmpty() ? stored.checkpoints().isEmpty() : before.contains(last.get().folder());
  }

  private static boolean isEmpty(Attempt attempt) throws IOException {
    return attempt.storage().list(attempt.folder() + "/").objects().isEmpty();
  }

  /**
   * Continues from what lies here, if that is the newest.
   *
   * @return empty if a better one is stored, or nothing lies here
   */
  private Optional<Checkpoint> continueHere(List<String> before) throws IOException {
    watch.ended(before.isEmpty() ? TrainerEnding.unwatched(Instant.now()) : TrainerEnding.SUDDEN);
    setTornAside();
    List<Checkpoint> here = save(left(), before);
    return RestoreOrder.newest(saver.saved(), saved -> true).filter(here::contains);
  }

  /**
   * Saves all that the last attempt here has left and not saved, and removes what need not stay.
   * Its command ended well.
   *
   * @param before the attempts that have worked here
   */
  void saveLeft(List<String> before) throws IOException {
    watch.ended(TrainerEnding.WELL);
    List<Checkpoint> unused = save(left(), before);
    try {
      List<Checkpoint> unusedRemovals = saver.prune(new TrainingCheckpoints.Listener() {});
    } catch (SupersededException e) {
      throw e;
    } catch (IOException e) {
      remarks.accept("older checkpoints cannot be removed: " + LocalFailure.shown(e));
    }
  }

  /** What lies here and may have to be saved. */
  private List<LocalCheckpoint> left() throws IOException {
    return settings.keep().wantsEach() ? watch.complete() : watch.newest();
  }

  /** Saves what is not on the storage yet, and returns all that is then. */
  private List<Checkpoint> save(List<LocalCheckpoint> left, List<String> before)
      throws IOException {
    List<Checkpoint> related = related(before);
    int last = before.stream().mapToInt(Attempt::number).max().orElse(attempt.number());
    List<Checkpoint> here = new ArrayList<>();
    for (LocalCheckpoint seen : left) {
      FoundCheckpoint found = seen.found();
      if (!isOlder(found, related)) {
        saver
            .saveUnlessStored(
                watch.preset().orElseThrow(),
                local.folder(),
                found,
                related,
                () ->
                    measurements.at(
                        new CheckpointMoment(last, found.step(), seen.lastModified().toInstant())))
            .ifPresent(here::add);
      }
    }
    return here;
  }

  /** Those of the attempts that worked here, and what they continued from. */
  private List<Checkpoint> related(List<String> before) throws IOException {
    Set<CheckpointId> restored = new TreeSet<>();
    for (String earlier : before) {
      AttemptNotes.read(attempt.storage(), earlier).restored().ifPresent(restored::add);
    }
    return stored.checkpoints().stream()
        .filter(one -> before.contains(one.id().attempt()) || restored.contains(one.id()))
        .toList();
  }

  /** Whether it was overtaken by another one. Who went back to an earlier step has no later one. */
  private static boolean isOlder(FoundCheckpoint found, List<Checkpoint> related) {
    String series = Checkpoint.series(found.name());
    return found.step().isPresent()
        && related.stream()
            .filter(one -> one.series().equals(series) && one.step().isPresent())
            .anyMatch(one -> one.step().getAsLong() > found.step().getAsLong());
  }

  /** A trainer must not find files that it had half written when it was killed. */
  private void setTornAside() throws IOException {
    List<LocalCheckpoint> all = watch.all();
    for (LocalCheckpoint one : all) {
      Optional<String> fault = watch.fault(one.found());
      Optional<String> doubt = fault.isPresent() ? Optional.empty() : watch.doubt(one, all);
      if (fault.isPresent()) {
        Path aside = local.setAside(one.found().own());
        remarks.accept(
            one.name()
                + " was not complete when its trainer ended ("
                + fault.get()
                + "), and was moved to "
                + aside);
      } else if (doubt.isPresent()) {
        Path aside = local.setAside(one.found().own());
        remarks.accept(
            Shown.quoted(one.name()) + " was moved to " + aside + ", because " + doubt.get());
      }
    }
  }

  /** Brings one from the storage into the folder, which has nothing else then. */
  private Optional<Checkpoint> fetch(Optional<CheckpointId> suspect) throws IOException {
    empty();
    if (settings.fromScratch()) {
      return Optional.empty();
    }
    CheckpointRestore.Restored restored =
        restore.into(
            local.folder(),
            new CheckpointRestore.Manifests(saver.saved(), stored.faults()),
            new RestoreChoice(attempt.storage(), settings, suspect));
    saver.knows(restored.manifests().checkpoints());
    Optional<Checkpoint> from = restored.checkpoint();
    if (from.isPresent()) {
      watch.pointTo(from.get());
    }
    return from;
  }

  private void empty() throws IOException {
    local.write(List.of()); // What a crash leaves of what comes is nobody's.
    Optional<Path> aside = local.setAside();
    aside.ifPresent(
        path ->
            remarks.accept(
                "what lay in "
                    + local.folder()
                    + " is not what the training continues from, and was moved to "
                    + path));
  }

  /** Brings the checkpoint of another training into the folder, which has nothing else then. */
  private void start(StartingPoint point) throws IOException {
    empty();
    StartingPoint.Found found = point.found().orElseThrow(() -> gone(point));
    if (!restoreFrom(found.storage()).bring(local.folder(), found.checkpoint())) {
      throw gone(point);
    }
    watch.pointTo(found.checkpoint());
    started = Optional.of(point);
  }

  private static StoreException gone(StartingPoint point) {
    return new StoreException(
        "checkpoint "
            + point.shown()
            + ", which the training starts from, is gone or damaged; let "
            + StartingPoint.KEY
            + " name another one, or remove it to start from nothing",
        null);
  }
}
