package org.shoestring.train.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Age;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.SupersededException;

/**
 * The thread that saves what appears in a trainer's folder while the trainer runs, and what it has
 * left when it has ended. It tries again what a store refuses, and stops when a later attempt
 * begins.
 */
final class SavingThread implements Closeable {
  /** When a trainer should have saved something. */
  static final Duration UNSAVED = Duration.ofHours(1);

  private static final long LONGEST_MILLIS = 30_000;

  private final CheckpointSettings settings;
  private final CheckpointSaver saver;
  private final CheckpointWatch watch;
  private final NothingSaved nothing;
  private final Consumer<String> remarks;
  private final SavingFailures failures;
  private final AtomicBoolean toldSuperseded = new AtomicBoolean();
  private final AttemptFence fence;
  private final Thread thread;
  private final long begun = System.nanoTime();
  private Duration unsaved = UNSAVED;
  private boolean toldUnsaved;
  private boolean toldUnremoved;
  private volatile TrainingCheckpoints.Listener listener = new TrainingCheckpoints.Listener() {};
  private volatile boolean ended;
  private volatile boolean saveLast;
  private volatile @Nullable SupersededException superseded;

  SavingThread(
      Attempt attempt,
      CheckpointSettings settings,
      CheckpointSaver saver,
      CheckpointWatch watch,
      Consumer<String> remarks) {
    this.settings = settings;
    this.saver = saver;
    this.watch = watch;
    this.nothing = new NothingSaved(watch);
    this.remarks = remarks;
    this.failures = new SavingFailures(remarks);
    this.thread = new Thread(this::work, "checkpoints");
    thread.setDaemon(true);
    this.fence = new AttemptFence(attempt, settings.lease(), this::giveWay);
  }

  /**
   * Starts it.
   *
   * @param silence after which it says so if nothing was saved
   */
  void start(TrainingCheckpoints.Listener told, Duration silence) {
    listener = told;
    unsaved = silence;
    thread.start();
    fence.start();
  }

  private void work() {
    try {
      saveWhileTheTrainerRuns();
      saveTheRest();
    } catch (SupersededException e) {
      giveWay(e);
    } catch (InterruptedException e) {
      return; // Closed: what is not saved lies in the folder.
    } catch (Error e) {
      if (superseded == null && failures.addLast(e)) { // Else it was broken off.
        giveUp(e);
      }
    }
  }

  private void saveWhileTheTrainerRuns() throws SupersededException, InterruptedException {
    long look = settings.look().toMillis();
    long wait = look;
    while (!ended) {
      Thread.sleep(wait);
      boolean isSaved = save(false);
      boolean isLookedAt = isDone(this::lookAround);
      wait = isSaved && isLookedAt ? look : Math.min(2 * wait, LONGEST_MILLIS);
    }
  }

  private void lookAround() {
    remarkUnsaved();
    listener.looked();
  }

  private void saveTheRest() throws SupersededException, InterruptedException {
    long wait = settings.look().toMillis();
    long begin = System.nanoTime();
    boolean isTold = false;
    while (saveLast && !save(true)) {
      if (System.nanoTime() - begin > settings.patience().toNanos()) {
        return;
      }
      if (!isTold) {
        isTold = true;
        String most = Age.span(settings.patience());
        remarks.accept(
            "the command has ended; its last checkpoint is tried again for up to " + most);
      }
      Thread.sleep(wait);
      wait = Math.min(2 * wait, LONGEST_MILLIS);
    }
  }

  /** Saves what is new; false if that failed, which is said once. */
  private boolean save(boolean last) throws SupersededException {
    return isDone(
        () -> {
          for (Checkpoint checkpoint : watch.save(last, listener)) {
            listener.saved(checkpoint);
          }
          prune();
          failures.over();
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private boolean isDone(Work work) throws SupersededException {
    try {
      work.run();
      return true;
    } catch (SupersededException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      boolean isBrokenOff = isBrokenOff();
      if (!isBrokenOff && failures.add(e)) {
        giveUp(e);
      }
      return isBrokenOff;
    }
  }

  /** Whether what fails was broken off. */
  private boolean isBrokenOff() throws SupersededException {
    SupersededException later = superseded;
    if (later != null) {
      throw later;
    }
    return ended && !saveLast;
  }

  /** Has the trainer ended: what it computes from now on would be lost. */
  private void giveUp(Throwable why) {
    listener.broken("checkpoints cannot be saved, because of an internal error (" + why + ")");
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
    if (!toldUnsaved && System.nanoTime() - begun > unsaved.toNanos()) {
      toldUnsaved = true;
      tellUnsaved();
      tellNothingThere();
      tellIfNoneIsSaved(nothing::nothingNew);
    }
  }

  /** Says so if there are files, but none was ever saved. */
  private void tellUnsaved() {
    tellIfNoneIsSaved(nothing::unsaved);
  }

  /** Says so if there is no file, and none was ever saved. */
  void tellNothingThere() {
    tellIfNoneIsSaved(nothing::nothingThere);
  }

  /** Says after a good end that the trainer has written no checkpoint, which may be all right. */
  void tellNothingNew() {
    tellIfNoneIsSaved(
        () ->
            nothing
                .nothingNew()
                .map(why -> why + ". If the training was complete already, all is well"));
  }

  /** Looks into the folder for why nothing is saved. */
  private interface Look {
    Optional<String> why() throws IOException;
  }

  private void tellIfNoneIsSaved(Look look) {
    try {
      if (saver.count() == 0) {
        look.why().ifPresent(remarks);
      }
    } catch (IOException e) {
      return; // Which the next look at the folder says.
    }
  }

  /** A later attempt has begun: what is on its way is of no use any more. */
  private void giveWay(SupersededException later) {
    superseded = later;
    if (!toldSuperseded.getAndSet(true)) {
      listener.superseded(String.valueOf(later.getMessage()));
    }
    thread.interrupt();
  }

  /**
   * Ends it after the trainer has ended.
   *
   * @param save whether what the trainer has left is saved first
   * @throws IOException if that could not be saved
   */
  void end(boolean save) throws IOException, InterruptedException {
    saveLast = save;
    ended = true;
    if (!save) {
      thread.interrupt(); // What is on its way is of no use any more.
    }
    thread.join();
    SupersededException later = superseded;
    if (save && later != null) {
      throw later;
    }
    if (save) {
      failures.check();
    }
    tellUnsaved();
  }

  /** Ends it at once; what is not saved lies in the folder. */
  @Override
  public void close() {
    ended = true;
    fence.close();
    watch.close();
    AttemptFence.end(thread);
  }
}
