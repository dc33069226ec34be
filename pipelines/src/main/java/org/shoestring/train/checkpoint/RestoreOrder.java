package org.shoestring.train.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;

/** In which order checkpoints are tried: the newest first, what may be poisoned last. */
public final class RestoreOrder {
  private RestoreOrder() {}

  /**
   * An order of those that a training may continue from: those with a step, then others, as {@code
   * best.pt}, which else only come along, and those with a bad loss after all others.
   *
   * @param all from the oldest to the newest
   * @param suspect one that may be what makes the command fail, and is tried after its like
   */
  static List<Checkpoint> of(List<Checkpoint> all, Optional<CheckpointId> suspect) {
    List<Checkpoint> order = new ArrayList<>(all);
    Collections.reverse(order);
    order.sort(
        Comparator.comparing(Checkpoint::bad)
            .thenComparing(one -> one.step().isEmpty())
            .thenComparing(one -> suspect.equals(Optional.of(one.id()))));
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
