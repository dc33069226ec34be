package org.shoestring.train.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.train.checkpoint.local.LocalCheckpoints;
import org.shoestring.train.checkpoint.local.TrainerEnding;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.Measured;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.curve.CurveReader;

/**
 * The checkpoints of one attempt at a training: the newest one is in the trainer's folder before
 * the trainer starts, and new ones go to the storage while it runs.
 */
public final class TrainingCheckpoints implements Closeable {
  private final Attempt attempt;
  private final Path folder;
  private final CheckpointSettings settings;
  private final CheckpointSaver saver;
  private final CheckpointWatch watch;
  private final Optional<Checkpoint> continuedFrom;
  private final Optional<StartingPoint> started;
  private final Consumer<String> remarks;
  private final SavingThread saving;

  /** Is told of what happens while a trainer runs. */
  public interface Listener {
    /** Whether the trainer runs now. */
    default boolean isRunning() {
      return true;
    }

    /**
     * What was measured at a checkpoint so far.
     *
     * @param step of the checkpoint, if its name tells
     * @param complete when it was complete
     */
    default Measured measured(OptionalLong step, Instant complete) {
      return Measured.NOTHING;
    }

    /** The lowest step at which something was measured since this was asked. */
    default OptionalLong takeLowestStep() {
      return OptionalLong.empty();
    }

    /** The files of a checkpoint are on the storage; its manifest comes when this returns. */
    default void sent() throws IOException {}

    /** A checkpoint is on the storage. */
    default void saved(Checkpoint checkpoint) {}

    /** The folder was looked into, which is done every second or so. */
    default void looked() {}

    /** A later attempt has begun: this one must stop its trainer, and saves no more. */
    default void superseded(String by) {}

    /** Nothing can be saved any more: the trainer is to end. */
    default void broken(String why) {}
  }

  private TrainingCheckpoints(
      Attempt attempt,
      Path folder,
      CheckpointSettings settings,
      AttemptStart start,
      Optional<Checkpoint> continuedFrom,
      Consumer<String> remarks) {
    this.attempt = attempt;
    this.folder = folder;
    this.settings = settings;
    this.saver = start.saver();
    this.continuedFrom = continuedFrom;
    this.started = start.started();
    this.remarks = remarks;
    this.watch = start.watch();
    this.saving = new SavingThread(attempt, settings, saver, watch, remarks);
  }

  /**
   * Begins an attempt, and brings the checkpoint that it continues from.
   *
   * @param folder the trainer's, made if it is not there
   * @param scratch a local folder for files on their way, kept from one attempt to the next
   * @param machine this one, for people
   * @param curve the learning curve of the training
   */
  public static TrainingCheckpoints begin(
      CheckpointStorage storage,
      Path folder,
      Path scratch,
      CheckpointSettings settings,
      String machine,
      CurveReader curve,
      Consumer<String> remarks)
      throws IOException {
    LocalCheckpoints local = LocalCheckpoints.of(folder, scratch);
    RestoreChoice.check(storage, settings);
    Attempt attempt = Attempt.begin(storage, machine);
    List<String> before = local.attempts();
    AttemptStart start = new AttemptStart(attempt, local, settings, curve, remarks);
    Optional<Checkpoint> from = start.run(before);
    AttemptNotes.writeRestored(
        attempt, from.map(Checkpoint::id), start.started().map(StartingPoint::shown));
    if (settings.keepsAfterwards()) {
      AttemptNotes.writeKeep(attempt);
    }
    local.write(List.of(attempt.folder()));
    return new TrainingCheckpoints(attempt, folder, settings, start, from, remarks);
  }

  /** Its number, counted from 1. */
  public int number() {
    return attempt.number();
  }

  /** Where the trainer finds and leaves its checkpoints. */
  public Path folder() {
    return folder;
  }

  /** How many bytes the checkpoint has that the attempt continued from; 0 if there is none. */
  public long bytes() {
    return continuedFrom.map(Checkpoint::bytes).orElse(0L);
  }

  /** What the attempt continues from, a sentence for people. */
  public String beginning() throws IOException {
    String begins = "attempt " + attempt.number();
    if (continuedFrom.isPresent()) {
      Checkpoint from = continuedFrom.get();
      return begins + " continues from checkpoint " + from.id() + what(attempt.storage(), from);
    }
    if (started.isPresent() && started.get().found().isPresent()) {
      StartingPoint.Found found = started.get().found().get();
      return begins
          + " starts from checkpoint "
          + started.get().shown()
          + what(found.storage(), found.checkpoint());
    }
    return begins + " starts from nothing";
  }

  private static String what(CheckpointStorage storage, Checkpoint checkpoint) throws IOException {
    String machine =
        Attempt.read(storage, Attempt.number(checkpoint.id().attempt()))
            .map(by -> ", saved on " + by.machine())
            .orElse("");
    return " (" + checkpoint.shown() + machine + ")";
  }

  /** Saves what appears in the folder from now on. */
  public void watch(Listener told) {
    watch(told, SavingThread.UNSAVED);
  }

  /**
   * The same for impatient users.
   *
   * @param silence after which it says so if nothing was saved
   */
  void watch(Listener told, Duration silence) {
    saving.start(told, silence);
  }

  /** Takes note of how the trainer ended: what it had written to its end can be saved. */
  public void trainerEnded(TrainerEnding ending) {
    watch.close();
    watch.ended(ending);
  }

  /**
   * Ends it after the trainer has ended well. Its last checkpoint is of no use then, unless the
   * user wants some to be kept.
   *
   * @throws IOException if that could not be saved
   */
  public void endWell() throws IOException, InterruptedException {
    saving.end(settings.keepsAfterwards());
    saving.tellNothingNew();
    noteEnd(AttemptNotes.End.WELL, "");
  }

  /**
   * Says after the end that no checkpoint was saved, because the folder is empty: if the user has
   * said which files are checkpoints, or which are to stay.
   */
  public void tellNothingThere() {
    if (settings.preset().isPresent() || settings.keepsAfterwards()) {
      saving.tellNothingThere();
    }
  }

  /**
   * Ends it after the trainer has failed, and saves its last checkpoint.
   *
   * @param own whether it failed by itself: nobody told it to end, and nobody killed it
   * @param text what it ended with, for people
   * @throws IOException if that could not be saved
   */
  public void endFailed(boolean own, String text) throws IOException, InterruptedException {
    saving.end(true);
    noteEnd(own ? AttemptNotes.End.FAILED : AttemptNotes.End.STOPPED, text);
  }

  /**
   * Ends it after the trainer was told to end, and saves its last checkpoint.
   *
   * @param why it was told, for people
   * @return what a later attempt continues from, a sentence for people
   * @throws IOException if that could not be saved
   */
  public String endStopped(String why) throws IOException, InterruptedException {
    saving.end(true);
    noteEnd(AttemptNotes.End.STOPPED, why);
    return RestoreOrder.newest(saver.saved(), saved -> true)
        .map(
            newest ->
                "checkpoint "
                    + newest.id()
                    + " ("
                    + newest.shown()
                    + ") is on the storage: run the same command again, here or on another"
                    + " machine, to continue from it")
        .orElse("there is no checkpoint yet: the next run starts from nothing");
  }

  /** The checkpoints count; the next attempt does without the note. */
  private void noteEnd(AttemptNotes.End end, String text) {
    try {
      AttemptNotes.writeEnded(attempt, end, text);
    } catch (IOException e) {
      remarks.accept(
          "how attempt " + number() + " ended cannot be noted: " + LocalFailure.shown(e));
    }
  }

  /** Ends it at once; what is not saved lies in the folder. */
  @Override
  public void close() {
    saving.close();
  }
}
