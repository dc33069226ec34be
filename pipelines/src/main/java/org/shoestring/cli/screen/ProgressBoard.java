package org.shoestring.cli.screen;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.screen.Screen.Size;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.RunListener;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.pipeline.process.Messages;
import org.shoestring.table.Output;
import org.shoestring.transform.unit.OutputWork;

/**
 * Progress on stderr: on a terminal a line at the bottom for each stage at work, elsewhere a plain
 * line when one begins and ends, and now and then.
 */
public final class ProgressBoard implements RunListener, AutoCloseable {
  private static final long LIVE_MILLIS = 500;
  private static final long CHECK_MILLIS = 1000;

  /** A stage tells of itself so often, and after some minutes as often as that. */
  private static final double PLAIN_SECONDS = 10;

  private static final double LATER_SECONDS = 60;

  private final int nameWidth;
  private final Screen screen = Screen.stderr();
  private final PrintStream stderr = System.err;
  private final @Nullable LiveRegion region;
  private final Map<String, Work> atWork = new LinkedHashMap<>();
  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy()); // After the end.

  public ProgressBoard(List<Stage> stages) {
    this.nameWidth = stages.stream().mapToInt(stage -> stage.name().length()).max().orElse(0);
    this.region =
        screen.movesCursor()
            ? new LiveRegion(stderr, Screen.charset(), new WatchedSize(screen))
            : null;
    if (region != null) {
      System.setErr(region.above());
    }
    long period = region != null ? LIVE_MILLIS : CHECK_MILLIS;
    var unused = clock.scheduleAtFixedRate(this::show, period, period, TimeUnit.MILLISECONDS);
  }

  /** A stage at work. */
  private static final class Work {
    private final long started = System.nanoTime();
    private final StageProgress progress;

    /** Those who do the work find the same one as long as it is held here. */
    @SuppressWarnings("UnusedVariable")
    private final @Nullable OutputWork counted;

    private double next = PLAIN_SECONDS;

    Work(@Nullable OutputWork counted, long total, int units) {
      this.counted = counted;
      this.progress = new StageProgress(counted == null ? null : counted.progress(), total, units);
    }

    double seconds() {
      return (System.nanoTime() - started) / 1e9;
    }

    /** Whether it is time for a plain line. */
    boolean isDue() {
      if (seconds() < next) {
        return false;
      }
      next += next < 2 * LATER_SECONDS ? PLAIN_SECONDS : LATER_SECONDS;
      return true;
    }
  }

  @Override
  public void started(ExaminedStage stage) {
    String name = stage.stage().name();
    Output output = stage.output();
    long total = stage.work() == null ? 0 : stage.work().inputBytes();
    int units = stage.work() == null ? 0 : stage.work().units();
    Work work = new Work(output == null ? null : OutputWork.on(output), total, units);
    synchronized (this) {
      atWork.put(name, work);
    }
    if (region == null) {
      String begins = stage.state() == ExaminedStage.State.RESUME ? "resumes" : "begins";
      say(name, stage.reason().isEmpty() ? begins : begins + ": " + stage.reason());
    } else {
      clock.execute(this::show);
    }
  }

  @Override
  public void ended(StageResult result) {
    String name = result.stage().name();
    int room = columns() - nameWidth - 2;
    String done;
    synchronized (this) {
      Work work = atWork.remove(name);
      if (work == null) {
        return;
      }
      done =
          result.end() == StageResult.End.SUBMITTED
              ? "submitted: " + String.valueOf(result.error()).replaceFirst("^[^ ]*: ", "")
              : work.progress.done(result.error() == null, room, work.seconds());
    }
    clock.execute(this::show);
    say(name, done);
  }

  /** Only the clock's thread shows: it may wait for a terminal that takes nothing. */
  private void show() {
    if (region != null) {
      region.show(this::lines);
    } else {
      due().forEach(this::say);
    }
  }

  /** What the stages at work say now, by their names. */
  private synchronized Map<String, String> due() {
    Map<String, String> due = new LinkedHashMap<>();
    atWork.forEach(
        (name, work) -> {
          if (work.isDue()) {
            due.put(name, work.progress.plain(work.seconds()));
          }
        });
    return due;
  }

  /** The line of each stage at work; what there is no room for is counted. */
  private synchronized List<String> lines(Size room) {
    List<String> lines =
        atWork.entrySet().stream()
            .map(
                entry -> {
                  Work work = entry.getValue();
                  return work.progress.live(
                      entry.getKey(), nameWidth, room.columns(), work.seconds());
                })
            .toList();
    if (lines.size() <= room.rows()) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, room.rows() - 1));
    shown.add("and " + (lines.size() - shown.size()) + " more stages");
    return shown;
  }

  private int columns() {
    return screen.isTerminal() ? screen.columns() : Integer.MAX_VALUE;
  }

  private void say(String name, String text) {
    List<List<String>> line = List.of(List.of(Cells.padded(name, nameWidth), text));
    Messages.print(() -> AlignedLines.of(line, columns()).forEach(System.err::println));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    if (region != null) {
      region.close();
      System.setErr(stderr);
    }
  }
}
