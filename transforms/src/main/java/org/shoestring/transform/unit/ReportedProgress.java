package org.shoestring.transform.unit;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.shoestring.worker.Progress;

/**
 * Progress that Beam counts, too, as {@code bytes}, {@code lines}, {@code kept} and {@code units}:
 * so the process that submitted a pipeline sees what workers of other machines have done.
 */
public final class ReportedProgress {
  private static final String NAMESPACE = "shoestring";

  private final Progress progress;
  private final Map<Progress.Count, Long> reported = new EnumMap<>(Progress.Count.class);

  ReportedProgress(Progress progress) {
    this.progress = progress;
  }

  /**
   * Has Beam count what was counted since the last time. Beam counts in the threads of a runner
   * alone, so this is called in one, when some work is done.
   */
  synchronized void report() {
    for (Progress.Count count : Progress.Count.values()) {
      long now = progress.get(count);
      long before = reported.getOrDefault(count, 0L);
      if (now > before) {
        Metrics.counter(NAMESPACE, name(count)).inc(now - before);
        reported.put(count, now);
      }
    }
  }

  private static String name(Progress.Count count) {
    return count.name().toLowerCase(Locale.ROOT);
  }

  /** Brings a progress up to what Beam has counted of a pipeline that runs elsewhere. */
  public static void follow(MetricResults counted, Progress progress) {
    MetricsFilter ours =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(NAMESPACE)).build();
    Map<String, Long> sums = new HashMap<>();
    for (MetricResult<Long> result : counted.queryMetrics(ours).getCounters()) {
      sums.merge(result.getName().getName(), result.getAttempted(), Long::sum);
    }
    for (Progress.Count count : Progress.Count.values()) {
      long sum = sums.getOrDefault(name(count), 0L);
      progress.add(count, Math.max(0, sum - progress.get(count)));
    }
  }
}
