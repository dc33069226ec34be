package org.shoestring.train.curve;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured at a checkpoint. If its name tells its step, {@code values} are those of that
 * step, which may be printed after it was complete; else they are the newest ones that were printed
 * before. What an attempt measured counts as long as no later one, up to that of the checkpoint,
 * began at the same step or before it.
 *
 * @param values by metric; none if nothing was measured then
 * @param losses the newest value of each metric whose name contains {@code loss}, at that step or
 *     before: not every step has one
 */
public record CheckpointValues(SortedMap<String, Double> values, SortedMap<String, Double> losses) {
  public CheckpointValues {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    losses = Collections.unmodifiableSortedMap(new TreeMap<>(losses));
  }

  /** The value of a metric. */
  public OptionalDouble value(String metric) {
    Double value = values.get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Whether a loss is infinite or no number, so that the checkpoint is not to be trusted. */
  public boolean hasBadLoss() {
    return badLoss().isPresent();
  }

  /** The first such metric. */
  public Optional<String> badLoss() {
    return losses.entrySet().stream()
        .filter(loss -> !Double.isFinite(loss.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Finds them among the points of all attempts, which come in order. */
  static final class Search {
    private final CheckpointMoment wanted;
    private final SortedMap<String, CurvePoint> values = new TreeMap<>();
    private final SortedMap<String, CurvePoint> losses = new TreeMap<>();
    private int attempt = -1;
    private boolean isOver;

    Search(CheckpointMoment wanted) {
      this.wanted = wanted;
    }

    void add(CurvePoint point) {
      if (point.attempt() > wanted.attempt() || isOver) {
        return;
      }
      if (point.attempt() != attempt) {
        attempt = point.attempt();
        values.values().removeIf(earlier -> earlier.step() >= point.step());
        losses.values().removeIf(earlier -> earlier.step() >= point.step());
      }
      if (wanted.step().isPresent()) {
        atStep(point, wanted.step().getAsLong());
      } else if (attempt == wanted.attempt() && point.read().isAfter(wanted.complete())) {
        isOver = true; // Also if the clock is set back after that.
      } else {
        values.put(point.metric(), point);
        addLoss(point);
      }
    }

    private void atStep(CurvePoint point, long step) {
      if (point.step() == step) {
        values.put(point.metric(), point);
      }
      if (point.step() <= step) {
        addLoss(point);
      }
    }

    private void addLoss(CurvePoint point) {
      if (point.measured().isLoss()) {
        losses.put(point.metric(), point);
      }
    }

    CheckpointValues found() {
      SortedMap<String, Double> found = new TreeMap<>();
      values.forEach((metric, point) -> found.put(metric, point.value()));
      SortedMap<String, Double> foundLosses = new TreeMap<>();
      losses.forEach((metric, point) -> foundLosses.put(metric, point.value()));
      return new CheckpointValues(found, foundLosses);
    }
  }
}
