package org.shoestring.cli.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.screen.AlignedLines;
import org.shoestring.cli.screen.Screen;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.lease.Heartbeat;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Shown;
import org.shoestring.table.DamagedOutput;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.scoring.ScoreTable;
import org.shoestring.tsv.TsvRow;

/** Stages as aligned lines on stdout: name, state, what there is. */
final class StageTable {
  private static final Pattern SCORE = Pattern.compile("-?[0-9]{1,15}(?:\\.[0-9]{1,400})?");

  private StageTable() {}

  /** A plan, with the reason of what is to be done. */
  static void print(List<ExaminedStage> plan) throws IOException {
    print(plan, Map.of(), stage -> Optional.empty());
  }

  /**
   * A plan, and who is at work.
   *
   * @param holders by the name of the output, {@code TYPE-KEY}
   * @param further tells more of a stage
   */
  static void print(List<ExaminedStage> plan, Map<String, Heartbeat> holders, Further further)
      throws IOException {
    List<List<String>> lines = new ArrayList<>();
    for (ExaminedStage stage : plan) {
      List<String> line = new ArrayList<>();
      line.add(stage.stage().name());
      line.add(state(stage) + holder(stage, holders));
      if (stage.finished().isPresent()) {
        FinishedOutput finished = stage.finished().get();
        line.add(what(finished));
      }
      further.of(stage).ifPresent(line::add);
      lines.add(line);
    }
    printAligned(lines);
  }

  /** Tells something of a stage. */
  interface Further {
    Optional<String> of(ExaminedStage stage) throws IOException;
  }

  private static String holder(ExaminedStage stage, Map<String, Heartbeat> holders) {
    Output output = stage.output();
    Heartbeat heartbeat = output == null ? null : holders.get(output.name());
    return heartbeat == null || stage.finished().isPresent() ? "" : "; " + heartbeat.text();
  }

  private static String state(ExaminedStage stage) {
    return switch (stage.state()) {
      case CACHED -> "CACHED";
      case RUN -> "RUN because " + stage.reason();
      case RESUME -> "RESUME " + stage.reason();
      case AFTER -> "AFTER " + stage.reason().substring("after ".length());
    };
  }

  /**
   * How stages ended; below that each score in full: its columns are separated by tabs, or by two
   * blanks on a terminal.
   */
  static void printResults(List<StageResult> results) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    for (StageResult result : results) {
      List<String> line = new ArrayList<>();
      line.add(result.stage().name());
      line.add(result.end().toString());
      FinishedOutput finished = result.finished();
      if (finished != null) {
        line.add(what(finished));
      }
      lines.add(line);
    }
    printAligned(lines);
    Screen screen = Screen.stdout();
    for (StageResult result : results) {
      FinishedOutput finished = result.finished();
      if (finished != null) {
        for (TsvRow score : scores(finished)) {
          String name = result.stage().name();
          if (screen.isTerminal()) {
            String text = score.toString().replace("\t", "  ");
            AlignedLines.of(List.of(List.of(name, text)), screen.columns())
                .forEach(System.out::println);
          } else {
            System.out.println(name + "\t" + score);
          }
        }
      }
    }
  }

  /** One line a stage; on a terminal long ones go on below their last field. */
  static void printAligned(List<List<String>> rows) {
    Screen screen = Screen.stdout();
    List<String> lines =
        screen.isTerminal() ? AlignedLines.of(rows, screen.columns()) : AlignedLines.of(rows);
    lines.forEach(System.out::println);
  }

  /** Tells on a terminal where outputs are; their paths are too long for the table. */
  static void tellPaths(ExperimentArgument experiment) {
    if (Screen.stderr().isTerminal()) {
      Terminal.remark(
          "see the folder of an output with: shoestring path "
              + Shown.word(experiment.file().toString())
              + " STAGE"
              + experiment.repeated());
    }
  }

  /** What an output holds, in a few words: its scores, its lines, its files. */
  static String what(FinishedOutput finished) throws IOException {
    Manifest manifest = finished.manifest();
    if (manifest.tables().containsKey(ScoreTable.SCORES)) {
      List<String> scores = new ArrayList<>();
      for (TsvRow score : scores(finished)) {
        scores.add(score.text(0) + " " + Decimals.fixed(value(finished, score.text(1)), 4));
      }
      return String.join(", ", scores);
    }
    if (manifest.tables().isEmpty()) {
      long bytes = manifest.files().stream().mapToLong(StoredFile::bytes).sum();
      int files = manifest.files().size();
      return files + (files == 1 ? " file, " : " files, ") + Bytes.show(bytes);
    }
    StringBuilder text = new StringBuilder();
    for (String table : manifest.tables().keySet()) {
      if (!table.equals(TableName.REJECTED)) {
        text.append(text.length() == 0 ? "" : ", ");
        text.append(table.equals(TableName.MAIN) ? "" : table + " ");
        text.append(String.format(Locale.ROOT, "%,d lines", manifest.lines(table)));
      }
    }
    return text.append(rejected(manifest.reasons())).toString();
  }

  private static double value(FinishedOutput finished, String text) {
    if (!SCORE.matcher(text).matches()) {
      throw DamagedOutput.error(
          finished.output().stores(),
          finished.output().folder(),
          finished.output().folder()
              + "/"
              + ScoreTable.SCORES
              + ": "
              + Shown.quoted(text)
              + " is not a score; expected a decimal number",
          null);
    }
    return Double.parseDouble(text);
  }

  private static String rejected(Map<String, Long> reasons) {
    if (reasons.isEmpty()) {
      return "";
    }
    long sum = reasons.values().stream().mapToLong(Long::longValue).sum();
    String detail =
        reasons.entrySet().stream()
            .map(
                reason ->
                    reason.getKey() + " " + String.format(Locale.ROOT, "%,d", reason.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, ", %,d rejected (%s)", sum, detail);
  }

  /** The rows of the table of scores; none if the output has no such table. */
  private static List<TsvRow> scores(FinishedOutput finished) throws IOException {
    List<TsvRow> scores = new ArrayList<>();
    if (finished.manifest().tables().containsKey(ScoreTable.SCORES)) {
      String folder = finished.output().folder();
      Table table =
          Table.of(
              finished.output().stores(), "scores", folder, finished.manifest(), ScoreTable.SCORES);
      try (TableReader rows = table.rows(0)) {
        while (rows.next()) {
          scores.add(rows.row().copy());
        }
      }
    }
    return scores;
  }
}
