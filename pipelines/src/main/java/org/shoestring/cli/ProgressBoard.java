package org.shoestring.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.Planner.Examined;
import org.shoestring.experiment.RunListener;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageResult;
import org.shoestring.spec.Bytes;
import org.shoestring.table.Output;
import org.shoestring.transform.Progress;

/**
 * Progress on stderr: a live line a stage at work on a terminal, elsewhere a plain line when one
 * begins and ends, and now and then.
 */
final class ProgressBoard implements RunListener, AutoCloseable {
  private static final long PLAIN_SECONDS = 10;
  private static final long LIVE_MILLIS = 500;

  private final int nameWidth;
  private final boolean live = Terminal.isStderr();
  private final Map<String, Work> atWork = new LinkedHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  ProgressBoard(List<Stage> stages) {
    this.nameWidth = stages.stream().mapToInt(stage -> stage.name().length()).max().orElse(0);
    long period = live ? LIVE_MILLIS : PLAIN_SECONDS * 1000;
    var unused = clock.scheduleAtFixedRate(this::show, period, period, TimeUnit.MILLISECONDS);
  }

  /** A stage at work. */
  private record Work(
      long started,
      long totalBytes,
      int units,
      @Nullable Progress progress,
      @Nullable ProgressBar bar) {

    double seconds() {
      return (System.nanoTime() - started) / 1e9;
    }

    /** Lines, lines a second, kept lines, units. */
    String text() {
      if (progress == null || progress.lines() == 0) {
        return "";
      }
      long lines = progress.lines();
      String kept =
          progress.kept() == lines
              ? ""
              : String.format(Locale.ROOT, ", %.1f %% kept", 100.0 * progress.kept() / lines);
      String shards = units > 1 ? ", " + progress.units() + "/" + units : "";
      return String.format(
          Locale.ROOT, "%,d lines, %,.0f/s%s%s", lines, lines / seconds(), kept, shards);
    }
  }

  @Override
  public synchronized void started(Examined stage) {
    String name = stage.stage().name();
    Output output = stage.output();
    long total = stage.work() == null ? 0 : stage.work().inputBytes();
    int units = stage.work() == null ? 0 : stage.work().units();
    ProgressBar bar = live ? bar(name, total) : null;
    Progress progress = output == null ? null : Progress.of(output.folder());
    atWork.put(name, new Work(System.nanoTime(), total, units, progress, bar));
    if (!live) {
      say(name, stage.reason().isEmpty() ? "begins" : "begins: " + stage.reason());
    }
  }

  private ProgressBar bar(String name, long total) {
    return new ProgressBarBuilder()
        .setTaskName(padded(name))
        .setInitialMax(total > 0 ? total : -1)
        .setUnit("MB", 1_000_000)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis((int) LIVE_MILLIS)
        .clearDisplayOnFinish()
        .build();
  }

  @Override
  public synchronized void ended(StageResult result) {
    String name = result.stage().name();
    Work work = atWork.remove(name);
    if (work == null) {
      return;
    }
    if (work.bar() != null) {
      work.bar().close();
    }
    String state = result.error() == null ? "done" : "failed";
    String text = work.text();
    say(
        name,
        String.format(Locale.ROOT, "%s in %.1f s", state, work.seconds())
            + (text.isEmpty() ? "" : ": " + text));
  }

  private synchronized void show() {
    atWork.forEach(
        (name, work) -> {
          if (work.bar() != null) {
            if (work.progress() != null) {
              work.bar().stepTo(work.progress().bytes());
            }
            work.bar().setExtraMessage(" " + work.text());
          } else if (work.seconds() >= PLAIN_SECONDS) {
            say(name, plain(work));
          }
        });
  }

  private static String plain(Work work) {
    StringBuilder text = new StringBuilder(work.text());
    if (work.progress() != null && work.totalBytes() > 0 && work.progress().bytes() > 0) {
      double share = Math.min(1, (double) work.progress().bytes() / work.totalBytes());
      double left = work.seconds() * (1 - share) / share;
      text.append(
          String.format(
              Locale.ROOT,
              "%s%.0f %% of %s, %.0f s left",
              text.length() == 0 ? "" : ", ",
              100 * share,
              Bytes.show(work.totalBytes()),
              left));
    }
    return text.length() == 0
        ? String.format(Locale.ROOT, "at work for %.0f s", work.seconds())
        : text.toString();
  }

  private void say(String name, String text) {
    System.err.println(padded(name) + "  " + text);
  }

  private String padded(String name) {
    return name + " ".repeat(Math.max(0, nameWidth - name.length()));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
