package org.shoestring.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Bytes;
import org.shoestring.worker.Progress;

/**
 * How far the work of a stage is, as text.
 *
 * @param progress what it counts; null if nothing
 * @param totalBytes what it will read; 0 if that is not known
 * @param units in how many parts it works
 */
public record StageProgress(@Nullable Progress progress, long totalBytes, int units) {
  private static final int LEAST_SAID = 12;

  /**
   * One line for a terminal; what does not fit is left out, the less important first.
   *
   * @param nameWidth how much room names have, of which they take a third of the line at most
   */
  String live(String name, int nameWidth, int columns, double seconds) {
    int room = Math.min(nameWidth, columns / 3);
    String head = Cells.padded(Cells.cut(name, room), room);
    String line = head + "  " + bar(columns);
    List<String> fields = new ArrayList<>();
    if (share() > 0) {
      fields.add(String.format(Locale.ROOT, "%.0f %%", 100 * share()));
      fields.add(share() < 1 ? duration(left(seconds)) + " left" : duration(seconds));
    } else {
      fields.add(duration(seconds));
    }
    fields.addAll(counts(seconds));
    line += joined(fields, columns - Cells.width(line));
    int rest = columns - Cells.width(line) - 2;
    String said = said();
    return said.isEmpty() || rest < LEAST_SAID ? line : line + ": " + Cells.cut(said, rest);
  }

  /** One line for a file. */
  public String plain(double seconds) {
    List<String> fields = new ArrayList<>(counts(seconds));
    if (share() > 0) {
      fields.add(
          String.format(Locale.ROOT, "%.0f %% of %s", 100 * share(), Bytes.show(totalBytes)));
      fields.add(duration(left(seconds)) + " left");
    }
    if (fields.isEmpty()) {
      fields.add("at work for " + duration(seconds));
    }
    String said = said();
    return String.join(", ", fields) + (said.isEmpty() ? "" : ": " + said);
  }

  /** What was done, in at most so many columns. */
  String done(boolean good, int columns, double seconds) {
    String text =
        (good ? "done in " : "failed after ")
            + (seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : duration(seconds));
    String counts = joined(counts(seconds), columns - text.length() - 2);
    return counts.isEmpty() ? text : text + ": " + counts;
  }

  /** Lines, lines a second, kept lines, parts; those that there are. */
  private List<String> counts(double seconds) {
    List<String> counts = new ArrayList<>();
    if (progress == null || progress.lines() == 0) {
      return counts;
    }
    long lines = progress.lines();
    counts.add(String.format(Locale.ROOT, "%,d lines", lines));
    counts.add(String.format(Locale.ROOT, "%,.0f/s", lines / Math.max(seconds, 1e-3)));
    if (progress.kept() != lines) {
      counts.add(String.format(Locale.ROOT, "%.1f %% kept", 100.0 * progress.kept() / lines));
    }
    if (units > 1) {
      // On a cluster, a part that two workers have done counts twice.
      counts.add(Math.min(units, progress.units()) + "/" + units + " parts");
    }
    return counts;
  }

  /** As many of the fields as there is room for. */
  private static String joined(List<String> fields, int room) {
    StringBuilder text = new StringBuilder();
    for (String field : fields) {
      String more = (text.length() == 0 ? "" : ", ") + field;
      if (text.length() + more.length() > room) {
        break;
      }
      text.append(more);
    }
    return text.toString();
  }

  private String bar(int columns) {
    int width = columns < 60 ? 0 : columns < 120 ? 10 : 30;
    if (share() == 0 || width == 0) {
      return "";
    }
    int full = (int) (share() * width);
    return "[" + "#".repeat(full) + ".".repeat(width - full) + "] ";
  }

  /** How much of its input a stage has read, from 0 to 1; 0 if that is not known. */
  private double share() {
    return progress == null || totalBytes <= 0
        ? 0
        : Math.min(1, (double) progress.bytes() / totalBytes);
  }

  private double left(double seconds) {
    return seconds * (1 - share()) / share();
  }

  private String said() {
    return progress == null ? "" : Cells.plain(progress.said());
  }

  /** A time for people: {@code 42 s}, {@code 5 min 02 s}, {@code 2 h 03 min}, {@code 1 d 04 h}. */
  static String duration(double seconds) {
    long all = Math.round(seconds);
    if (all < 60) {
      return all + " s";
    }
    if (all < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", all / 60, all % 60);
    }
    return all < 86_400
        ? String.format(Locale.ROOT, "%d h %02d min", all / 3600, all / 60 % 60)
        : String.format(Locale.ROOT, "%d d %02d h", all / 86_400, all / 3600 % 24);
  }
}
