package org.shoestring.train.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.Measured;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.checkpoint.storage.SupersededException;
import org.shoestring.train.curve.CurveReader;

/**
 * The checkpoints of one attempt at a training: the newest one is in the trainer's folder before
 * the trainer starts, and new ones go to the storage while it runs.
 */
public final class TrainingCheckpoints implements Closeable {
  /** When a trainer should have saved something. */
  private static final Duration UNSAVED = Duration.ofHours(1);

  private static final long LONGEST_MILLIS = 30_000;

  private final Attempt attempt;
  private final Path folder;
  private final CheckpointSettings settings;
  private final CheckpointSaver saver;
  private final CheckpointWatch watch;
  private final Optional<Checkpoint> continuedFrom;
  private final Optional<StartingPoint> started;
  private final Consumer<String> remarks;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicBoolean toldSuperseded = new AtomicBoolean();
  private final AttemptFence fence;
  private final Thread thread;
  private final long begun = System.nanoTime();
  private boolean toldUnsaved;
  private boolean toldUnremoved;
  private volatile Listener listener = new Listener() {};
  private volatile boolean ended;
  private volatile boolean saveLast;
  private volatile @Nullable IOException failure;
  private volatile @Nullable SupersededException superseded;
  private volatile @Nullable Throwable broken;

  /** Is told of what happens while a trainer runs. */
  public interface Listener {
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

    /** A checkpoint is on the storage. */
    default void saved(Checkpoint checkpoint) {}

    /** The folder was looked into, which is done every second or so. */
    default void looked() {}

    /** A later attempt has begun: this one must stop its trainer, and saves no more. */
    default void superseded(String by) {}
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
    this.watch = start.watch();
    this.continuedFrom = continuedFrom;
    this.started = start.started();
    this.remarks = remarks;
    this.thread = new Thread(this::work, "checkpoints");
    thread.setDaemon(true);
    this.fence = new AttemptFence(attempt, settings.lease(), this::giveWay);
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
    listener = told;
    thread.start();
    fence.start();
  }

  private void work() {
    long look = settings.look().toMillis();
    long wait = look;
    try {
      while (!ended) {
        Thread.sleep(wait);
        boolean well = save(false);
        remarkUnsaved();
        listener.looked();
        wait = well ? look : Math.min(2 * wait, LONGEST_MILLIS);
      }
      wait = look;
      long begun = System.nanoTime();
      while (saveLast && !save(true)) {
        if (System.nanoTime() - begun > settings.patience().toNanos()) {
          return;
        }
        Thread.sleep(wait);
        wait = Math.min(2 * wait, LONGEST_MILLIS);
      }
      if (saveLast) {
        prune();
      }
      failure = superseded;
    } catch (SupersededException e) {
      giveWay(e);
    } catch (InterruptedException e) {
      return; // Closed: what is not saved lies in the folder.
    } catch (RuntimeException | Error e) {
      if (superseded != null) {
        return; // It was broken off.
      }
      broken = e;
      remarks.accept(
          "no more checkpoints are saved, because of an internal error ("
              + e
              + "); the training will fail when its command has ended");
    }
  }

  /** Saves what is new; false if that failed, which is said once. */
  private boolean save(boolean last) throws SupersededException {
    try {
      for (Checkpoint checkpoint : watch.save(last, listener)) {
        listener.saved(checkpoint);
      }
      if (!last) {
        prune();
      }
      if (failing.getAndSet(false)) {
        remarks.accept("checkpoints are saved again");
      }
      return true;
    } catch (SupersededException e) {
      throw e;
    } catch (IOException | BadDataException e) {
      SupersededException later = superseded;
      if (later != null) {
        throw later;
      }
      if (ended && !saveLast) {
        return true; // It was broken off.
      }
      IOException why = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
      failure = why;
      if (!failing.getAndSet(true)) {
        remarks.accept(
            "a checkpoint cannot be saved now ("
                + LocalFailure.shown(why)
                + "). The training goes on, and this is tried again");
      }
      return false;
    }
  }

  /** Removes what need not stay; a store that does not let us is said once. */
  private void prune() throws SupersededException {
    try {
      List<Checkpoint> unused = saver.prune(listener);
    } catch (SupersededException e) {
      throw e;
    } catch (IOException e) {
      if (!toldUnremoved && (!ended || saveLast)) {
        toldUnremoved = true;
        remarks.accept("older checkpoints cannot be removed: " + LocalFailure.shown(e));
      }
    }
  }

  private void remarkUnsaved() {
    if (!toldUnsaved && System.nanoTime() - begun > UNSAVED.toNanos()) {
      toldUnsaved = true;
      tellUnsaved();
    }
  }

  /** Says so if there are files, but none was ever saved. */
  private void tellUnsaved() {
    try {
      if (saver.count() == 0) {
        watch.unsaved().ifPresent(remarks);
      }
    } catch (IOException e) {
      return; // Which the next look says.
    }
  }

  /** A later attempt has begun: what is on its way is of no use any more. */
  private void giveWay(SupersededException later) {
    failure = later;
    superseded = later;
    if (!toldSuperseded.getAndSet(true)) {
      listener.superseded(String.valueOf(later.getMessage()));
    }
    thread.interrupt();
  }

  /**
   * Ends it after the trainer has ended well. Its last checkpoint is of no use then, unless the
   * user wants some to be kept.
   *
   * @throws IOException if that could not be saved
   */
  public void endWell() throws IOException, InterruptedException {
    end(settings.keepsAfterwards());
    noteEnd(AttemptNotes.End.WELL, "");
  }

  /**
   * Ends it after the trainer has failed, and saves its last checkpoint.
   *
   * @param own whether it failed by itself: nobody told it to end, and nobody killed it
   * @param text what it ended with, for people
   * @throws IOException if that could not be saved
   */
  public void endFailed(boolean own, String text) throws IOException, InterruptedException {
    end(true);
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
    end(true);
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

  private void end(boolean save) throws IOException, InterruptedException {
    saveLast = save;
    ended = true;
    if (!save) {
      thread.interrupt(); // What is on its way is of no use any more.
    }
    thread.join();
    if (broken != null) {
      throw new IllegalStateException("checkpoints could not be saved", broken);
    }
    tellUnsaved();
    IOException why = failure;
    if (save && why != null) {
      throw why;
    }
  }

  /** Ends it at once; what is not saved lies in the folder. */
  @Override
  public void close() {
    ended = true;
    fence.close();
    AttemptFence.end(thread);
  }
}
