package org.shoestring.train.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;

/**
 * Which checkpoints stay on the storage.
 *
 * @param last how many of the newest of each series, at least 1
 * @param best how many of the best by a metric
 * @param by the metric; empty if none are kept as best
 * @param greaterIsBetter whether a greater value of it is better
 * @param every those of steps that this divides; 0 for none
 */
public record Retention(
    int last, int best, Optional<String> by, boolean greaterIsBetter, long every) {
  /** The last three. */
  public static final Retention DEFAULT = new Retention(3, 0, Optional.empty(), false, 0);

  /** Whether a checkpoint may stay for ever, so that none may be passed over. */
  boolean wantsEach() {
    return by.isPresent() || every > 0;
  }

  /** The best of these, from the best on. Bad ones, and those without a finite value, are none. */
  public List<Checkpoint> best(List<Checkpoint> checkpoints) {
    if (by.isEmpty()) {
      return List.of();
    }
    String metric = by.get();
    Comparator<Checkpoint> order =
        Comparator.comparing((Checkpoint checkpoint) -> checkpoint.values().get(metric));
    return checkpoints.stream()
        .filter(checkpoint -> !checkpoint.bad())
        .filter(one -> Double.isFinite(one.values().getOrDefault(metric, Double.NaN)))
        .sorted(greaterIsBetter ? order.reversed() : order)
        .limit(best)
        .toList();
  }

  /**
   * Which of these may go, from the oldest on. None may while the newest is bad: the good ones
   * before it are then what counts.
   *
   * @param checkpoints from the oldest to the newest
   * @param resumedFrom the one that the attempt continued from, which stays
   */
  public List<Checkpoint> removable(
      List<Checkpoint> checkpoints, Optional<CheckpointId> resumedFrom) {
    if (checkpoints.isEmpty() || checkpoints.get(checkpoints.size() - 1).bad()) {
      return List.of();
    }
    Set<CheckpointId> kept = new TreeSet<>();
    resumedFrom.ifPresent(kept::add);
    checkpoints.stream()
        .filter(checkpoint -> !checkpoint.bad())
        .collect(Collectors.groupingBy(Checkpoint::series))
        .values()
        .forEach(
            series ->
                series
                    .subList(Math.max(0, series.size() - last), series.size())
                    .forEach(one -> kept.add(one.id())));
    best(checkpoints).forEach(one -> kept.add(one.id()));
    List<Checkpoint> removable = new ArrayList<>();
    for (Checkpoint one : checkpoints) {
      boolean regular = every > 0 && one.step().isPresent() && one.step().getAsLong() % every == 0;
      if (!regular && !kept.contains(one.id())) {
        removable.add(one);
      }
    }
    return removable;
  }
}
