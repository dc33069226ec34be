package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.train.checkpoint.CheckpointRestore.Manifests;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;

/**
 * Which checkpoints an attempt may continue from, and which others it needs beside that one.
 *
 * @param suspect one that may be what makes the command fail
 */
record RestoreChoice(
    CheckpointStorage storage, CheckpointSettings settings, Optional<CheckpointId> suspect) {

  /** What it starts from without its own checkpoints, for people. */
  String scratch() {
    return settings
        .startFrom()
        .map(start -> "checkpoint " + start.shown() + " again")
        .orElse("nothing");
  }

  /**
   * Those that it may continue from, in the order in which they are tried.
   *
   * @throws UsageException if the user has chosen one that does not exist
   */
  List<Checkpoint> order(List<Checkpoint> all) {
    if (settings.restore().isEmpty()) {
      return RestoreOrder.of(all, suspect);
    }
    CheckpointSettings.Wanted wanted = settings.restore().get();
    List<Checkpoint> found = all.stream().filter(one -> wanted.is(one.id())).toList();
    if (found.isEmpty()) {
      throw missing(wanted, all.stream().map(Checkpoint::id).toList());
    }
    return found;
  }

  /**
   * Fails before an attempt begins.
   *
   * @throws UsageException if the user has chosen a checkpoint that does not exist
   */
  static void check(CheckpointStorage storage, CheckpointSettings settings) throws IOException {
    if (settings.restore().isPresent()) {
      CheckpointSettings.Wanted wanted = settings.restore().get();
      List<CheckpointId> all = storage.list().checkpoints();
      if (all.stream().noneMatch(wanted::is)) {
        throw missing(wanted, all);
      }
    }
  }

  private static UsageException missing(CheckpointSettings.Wanted wanted, List<CheckpointId> all) {
    String there = String.join(", ", all.stream().map(CheckpointId::toString).toList());
    return new UsageException(
        "--restore "
            + wanted
            + ": there is no such checkpoint; "
            + (there.isEmpty() ? "there are none" : "there are " + there));
  }

  /** What comes along with the chosen one: the best, and the newest of each other kind. */
  List<Checkpoint> besides(Manifests all, Checkpoint chosen) throws IOException {
    List<Checkpoint> fitting = fitting(all, chosen);
    fitting.removeIf(one -> one.bad() || suspect.equals(Optional.of(one.id())));
    List<Checkpoint> besides = new ArrayList<>(RestoreOrder.others(fitting));
    besides.removeIf(one -> one.series().equals(chosen.series()));
    for (Checkpoint best : settings.keep().best(fitting)) {
      if (!besides.contains(best) && !best.id().equals(chosen.id()) && !isBeyond(best, chosen)) {
        besides.add(best);
      }
    }
    return besides;
  }

  /**
   * Whether one is of a later step: of an attempt from which the chosen one went back. Trainers
   * continue from the highest step that they find.
   */
  private static boolean isBeyond(Checkpoint one, Checkpoint chosen) {
    return one.step().isPresent()
        && chosen.step().isPresent()
        && one.step().getAsLong() > chosen.step().getAsLong();
  }

  /**
   * Those that are not newer than the chosen one. A file such as {@code last.pt} that was written
   * together with it may have come right after it, but not after the next one of its kind.
   */
  private List<Checkpoint> fitting(Manifests all, Checkpoint chosen) throws IOException {
    Optional<CheckpointId> unreadable =
        all.faults().keySet().stream().filter(id -> id.compareTo(chosen.id()) > 0).findFirst();
    List<Checkpoint> fitting = new ArrayList<>();
    for (Checkpoint one : all.checkpoints()) {
      boolean isNewer = one.id().compareTo(chosen.id()) > 0;
      boolean isNext = one.step().isPresent() || one.series().equals(chosen.series());
      if (isNewer && (isNext || isAfter(one, unreadable))) {
        break;
      }
      if (!isNewer || follows(one.id().attempt(), chosen)) {
        fitting.add(one);
      }
    }
    return fitting;
  }

  private static boolean isAfter(Checkpoint one, Optional<CheckpointId> other) {
    return other.isPresent() && one.id().compareTo(other.get()) > 0;
  }

  /** Whether an attempt saved a checkpoint, or continued from it. */
  private boolean follows(String attempt, Checkpoint checkpoint) throws IOException {
    return attempt.equals(checkpoint.id().attempt())
        || AttemptNotes.read(storage, attempt).restored().equals(Optional.of(checkpoint.id()));
  }
}
