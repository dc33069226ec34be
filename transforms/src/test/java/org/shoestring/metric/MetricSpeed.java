package org.shoestring.metric;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.shoestring.metric.tally.Tally;
import org.shoestring.spec.Spec;
import org.shoestring.tsv.TsvRow;

/**
 * Measures pairs per CPU-second of the whole process, its start, its compiler and its reading
 * included.
 *
 * <p>Arguments: a metric ({@code bleu}, {@code chrf:word-order=2}), a gzip TSV of hypothesis and
 * reference, how many pairs; the file is read again until they are reached.
 */
public final class MetricSpeed {
  private final Tally tally;
  private final long wanted;
  private long pairs;
  private double cpuAtHalf;

  private MetricSpeed(Tally tally, long wanted) {
    this.tally = tally;
    this.wanted = wanted;
  }

  public static void main(String[] arguments) throws IOException {
    Metric metric = MetricCatalog.bind(Spec.parse("argument 1", arguments[0]));
    MetricSpeed speed = new MetricSpeed(Tally.of(metric), Long.parseLong(arguments[2]));
    while (speed.pairs < speed.wanted) {
      speed.read(Path.of(arguments[1]));
    }
    speed.report();
  }

  private void read(Path file) throws IOException {
    byte[] buffer = new byte[1 << 20];
    int filled = 0;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      int count;
      while ((count = in.read(buffer, filled, buffer.length - filled)) >= 0) {
        filled += count;
        int start = 0;
        for (int i = 0; i < filled; i++) {
          if (buffer[i] == '\n') {
            measure(TsvRow.parse(buffer, start, i));
            start = i + 1;
          }
        }
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        if (filled == buffer.length) {
          buffer = Arrays.copyOf(buffer, 2 * filled);
        }
      }
    }
  }

  private void measure(TsvRow row) {
    if (pairs == wanted) {
      return;
    }
    tally.measure(new Segment(row.text(0), List.of(row.text(1))));
    tally.add();
    if (++pairs == wanted / 2) {
      cpuAtHalf = cpuSeconds();
    }
  }

  private void report() {
    double cpu = cpuSeconds();
    Score score = tally.scores(1).get(0);
    System.out.printf(
        "%s = %s %s%n%d pairs, %.2f CPU s: %.0f pairs a CPU-second, %.0f in the second half%n",
        score.name(),
        score.value(),
        score.details(),
        pairs,
        cpu,
        pairs / cpu,
        (pairs - pairs / 2) / (cpu - cpuAtHalf));
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
