package org.shoestring.train.checkpoint.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;

/**
 * Tells which checkpoints are whole where nothing but time tells that: those that did not change
 * for some seconds, as their preset asks, while their trainer ran. After a kill, any file may be
 * missing, and nothing changes any more. So one counts only
 *
 * <ul>
 *   <li>if this process has seen it unchanged for that time, and the trainer running after it;
 *   <li>or if the trainer ended in a way that says so, see {@link TrainerEnding};
 *   <li>or if the trainer has written to another checkpoint after that time.
 * </ul>
 *
 * <p>It looks in a thread of its own, since a large checkpoint may be on its way for long. The time
 * is that of this process: clocks of network folders go otherwise, and a machine may sleep.
 */
public final class UnchangedCheckpoints implements Closeable {
  private final Path folder;
  private final UnchangedNote note;
  private final Duration pause;
  private final Map<String, Since> seen = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean isWatching;

  /**
   * Those of a trainer's folder.
   *
   * @param pause between two looks
   */
  public UnchangedCheckpoints(LocalCheckpoints local, Duration pause) throws IOException {
    this.folder = local.folder();
    this.note = new UnchangedNote(local.scratch());
    this.pause = pause;
  }

  /** Since when a checkpoint is as it is. */
  private record Since(String state, long nanos) {}

  /** Looks from now on, until this is closed. */
  public synchronized void watch(CheckpointPreset preset, BooleanSupplier isRunning) {
    if (!isWatching) {
      isWatching = true;
      Thread looking = new Thread(() -> work(preset, isRunning), "unchanged-checkpoints");
      looking.setDaemon(true);
      looking.start();
    }
  }

  private void work(CheckpointPreset preset, BooleanSupplier isRunning) {
    try {
      do {
        lookIfPossible(preset, isRunning);
      } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      return; // Nobody does that.
    }
  }

  private void lookIfPossible(CheckpointPreset preset, BooleanSupplier isRunning) {
    try {
      look(preset, isRunning);
    } catch (IOException | RuntimeException e) {
      return; // Saving meets it, too, and says so; the next look may succeed.
    }
  }

  private void look(CheckpointPreset preset, BooleanSupplier isRunning) throws IOException {
    long before = System.nanoTime();
    List<LocalCheckpoint> all = LocalCheckpoint.all(preset, FolderFiles.of(folder));
    long after = System.nanoTime();
    for (LocalCheckpoint one : all) {
      Duration quiet = preset.quiet(one.found());
      String state = one.state();
      Since since = seen.get(one.name());
      if (since == null || !since.state().equals(state)) {
        seen.put(one.name(), new Since(state, after));
      } else if (preset.restsOnQuiet(one.found())
          && before - since.nanos() >= quiet.toNanos()
          && isRunning.getAsBoolean()) {
        note.add(one, all);
      }
    }
    seen.keySet().retainAll(all.stream().map(LocalCheckpoint::name).toList());
  }

  /** Whether a checkpoint was seen to be whole. */
  public boolean has(LocalCheckpoint checkpoint) {
    return note.has(checkpoint);
  }

  /** Takes note of one that is whole because somebody else knows it. */
  public void add(LocalCheckpoint checkpoint, List<LocalCheckpoint> all) {
    note.add(checkpoint, all);
  }

  /**
   * Whether a checkpoint is whole, though its trainer has ended.
   *
   * @param all that lie in the folder
   * @param quiet for how long a whole one does not change
   */
  public boolean isWhole(
      LocalCheckpoint checkpoint, List<LocalCheckpoint> all, Duration quiet, TrainerEnding ending) {
    boolean whole =
        has(checkpoint)
            || ending.hasClosed(checkpoint, quiet)
            || all.stream().anyMatch(other -> isLater(other, checkpoint, quiet));
    if (whole) {
      add(checkpoint, all); // If it cannot be saved now, the next process can.
    }
    return whole;
  }

  private static boolean isLater(LocalCheckpoint other, LocalCheckpoint one, Duration quiet) {
    return !other.files().isEmpty()
        && !other.name().equals(one.name())
        && Duration.between(one.lastModified().toInstant(), other.lastModified().toInstant())
                .compareTo(quiet)
            >= 0;
  }

  /** Ends the looks. */
  @Override
  public void close() {
    closed.countDown();
  }
}
