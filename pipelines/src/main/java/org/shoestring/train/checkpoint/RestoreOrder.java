package org.shoestring.train.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;

/** In which order checkpoints are tried: the newest first, what may be poisoned last. */
public final class RestoreOrder {
  private RestoreOrder() {}

  /**
   * An order of those that a training may continue from. Where some have a step, these are the
   * ones; others, as {@code best.pt}, come along.
   *
   * @param all from the oldest to the newest
   * @param suspect one that may be what makes the command fail, and is tried last
   */
  static List<Checkpoint> of(List<Checkpoint> all, Optional<CheckpointId> suspect) {
    boolean steps = all.stream().anyMatch(checkpoint -> checkpoint.step().isPresent());
    List<Checkpoint> newestFirst = new ArrayList<>(all);
    newestFirst.removeIf(checkpoint -> steps && checkpoint.step().isEmpty());
    Collections.reverse(newestFirst);
    List<Checkpoint> order = new ArrayList<>();
    List<Checkpoint> last = new ArrayList<>();
    for (Checkpoint checkpoint : newestFirst) {
      boolean doubtful = checkpoint.bad() || suspect.equals(Optional.of(checkpoint.id()));
      (doubtful ? last : order).add(checkpoint);
    }
    order.addAll(last);
    return order;
  }

  /**
   * The one that a training continues from, if its user chooses none: the newest that is whole, a
   * poisoned one only if there is no other.
   *
   * @param all from the oldest to the newest, with what was measured at them
   * @param isWhole whether the files of one are all there
   */
  public static Optional<Checkpoint> newest(List<Checkpoint> all, Predicate<Checkpoint> isWhole) {
    return of(all, Optional.empty()).stream().filter(isWhole).findFirst();
  }

  /** The newest of each series without steps, from the oldest on. */
  public static List<Checkpoint> others(List<Checkpoint> all) {
    List<Checkpoint> others = new ArrayList<>();
    for (Checkpoint checkpoint : all) {
      if (checkpoint.step().isEmpty() && !checkpoint.bad()) {
        others.removeIf(older -> older.series().equals(checkpoint.series()));
        others.add(checkpoint);
      }
    }
    return others;
  }
}
