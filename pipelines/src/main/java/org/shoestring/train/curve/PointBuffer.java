package org.shoestring.train.curve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Points in the order in which they came, in flat memory. If there would be too many, the metrics
 * that have more than their share keep one point a step, and only of steps that are divisible by 2,
 * 10, 50, 100, 500, ..., as far as needed: checkpoints are written at such steps. The newest point
 * of a metric always stays, and so does its first one that is infinite or no number. A metric
 * beyond the first {@value #METRICS} has no points.
 */
final class PointBuffer {
  /** So many metrics at most. */
  static final int METRICS = 500;

  private final int limit;
  private final Map<String, Metric> metrics = new HashMap<>();
  private List<Entry> kept = new ArrayList<>();
  private long added;

  private record Entry(long number, CurvePoint point, Metric metric) {}

  private static final class Metric {
    private long divisor = 1;
    private int count;
    private @Nullable Entry newest;
    private @Nullable Entry bad;
  }

  /** An empty one, for so many points beside those that always stay. */
  PointBuffer(int limit) {
    this.limit = limit;
  }

  /** Adds a point; false if there are too many metrics. */
  boolean add(CurvePoint point) {
    Metric metric = metrics.get(point.metric());
    if (metric == null) {
      if (metrics.size() == METRICS) {
        return false;
      }
      metric = new Metric();
      metrics.put(point.metric(), metric);
    }
    Entry entry = new Entry(added++, point, metric);
    metric.newest = entry;
    if (metric.bad == null && !Double.isFinite(point.value())) {
      metric.bad = entry;
    }
    if (point.step() % metric.divisor == 0) {
      kept.add(entry);
      metric.count++;
      if (kept.size() > limit) {
        thin();
      }
    }
    return true;
  }

  private void thin() {
    int share = share();
    TreeMap<Long, Entry> staying = new TreeMap<>();
    Map<Metric, Map<Long, Entry>> large = new LinkedHashMap<>();
    for (Entry entry : kept) {
      if (entry.metric.count > share) {
        Map<Long, Entry> steps =
            large.computeIfAbsent(entry.metric, unused -> new LinkedHashMap<>());
        steps.put(entry.point.step(), entry);
      } else {
        staying.put(entry.number, entry);
      }
    }
    large.forEach(
        (metric, steps) -> {
          while (steps.size() > share) {
            metric.divisor = next(metric.divisor);
            steps.keySet().removeIf(step -> step % metric.divisor != 0);
          }
          metric.count = steps.size();
          steps.values().forEach(entry -> staying.put(entry.number, entry));
        });
    kept = new ArrayList<>(staying.values());
  }

  /** What a metric with many points may have, if half of the limit is given to all of them. */
  private int share() {
    int left = limit / 2;
    int sharing = metrics.size();
    List<Integer> counts = metrics.values().stream().map(metric -> metric.count).sorted().toList();
    for (int count : counts) {
      if (count > left / sharing) {
        break;
      }
      left -= count;
      sharing--;
    }
    return Math.max(1, left / Math.max(1, sharing));
  }

  /** Each divides the one after it, so that it does not matter when it came to that. */
  private static long next(long divisor) {
    if (divisor == 1) {
      return 2;
    }
    long power = 1;
    while (divisor / power >= 10) {
      power *= 10;
    }
    return divisor == power || divisor == 2 ? 5 * divisor : 2 * divisor;
  }

  /** How many points were added, whether or not they are kept. */
  long added() {
    return added;
  }

  boolean isEmpty() {
    return added == 0;
  }

  /** The metrics of which steps were left out. */
  Set<String> thinned() {
    Set<String> thinned = new TreeSet<>();
    metrics.forEach(
        (name, metric) -> {
          if (metric.divisor > 1) {
            thinned.add(name);
          }
        });
    return thinned;
  }

  /** The names of its metrics. */
  Set<String> metrics() {
    return new TreeSet<>(metrics.keySet());
  }

  /** What is kept, in the order in which it came. */
  List<CurvePoint> points() {
    TreeMap<Long, CurvePoint> points = new TreeMap<>();
    kept.forEach(entry -> points.put(entry.number, entry.point));
    for (Metric metric : metrics.values()) {
      Entry newest = metric.newest;
      Entry bad = metric.bad;
      if (newest != null) {
        points.put(newest.number, newest.point);
      }
      if (bad != null) {
        points.put(bad.number, bad.point);
      }
    }
    return List.copyOf(points.values());
  }
}
