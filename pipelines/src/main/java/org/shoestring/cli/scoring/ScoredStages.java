package org.shoestring.cli.scoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.Reference;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.tally.Tally;
import org.shoestring.pipeline.ScorePipeline;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.scoring.ScoreTable;

/** Systems that {@code score} stages of experiments have scored: their statistics are read. */
final class ScoredStages {
  private final List<String> names;
  private final List<FinishedOutput> outputs;

  private ScoredStages(List<String> names, List<FinishedOutput> outputs) {
    this.names = names;
    this.outputs = outputs;
  }

  /** Whether a word is {@code FILE.yaml:STAGE}, where the stage is one that scores. */
  static boolean isScore(String word, SettingOptions settings) throws IOException {
    int end = LineSource.experimentEnd(word);
    if (end < 0) {
      return false;
    }
    Reference reference = Reference.parse(word, word.substring(end + 1));
    return reference.table().equals(TableName.MAIN)
        && reference.columns().isEmpty()
        && Optional.ofNullable(
                settings.of(word.substring(0, end)).read().stages().get(reference.stage()))
            .filter(stage -> stage.type().equals(ScorePipeline.TYPE))
            .isPresent();
  }

  /**
   * The outputs of stages.
   *
   * @throws UsageException if they have no output yet, or were scored in different ways
   */
  static ScoredStages of(List<String> words, SettingOptions settings) throws IOException {
    List<FinishedOutput> outputs = new ArrayList<>();
    for (String word : words) {
      int end = LineSource.experimentEnd(word);
      String stage = word.substring(end + 1);
      outputs.add(OutputFinder.of(settings.of(word.substring(0, end)), stage));
    }
    ScoredStages stages = new ScoredStages(words, outputs);
    for (int i = 1; i < words.size(); i++) {
      stages.checkSame(i, "metrics", metrics(outputs.get(0)), metrics(outputs.get(i)));
      stages.checkSame(i, "references", references(outputs.get(0)), references(outputs.get(i)));
    }
    return stages;
  }

  private void checkSame(int other, String what, List<String> first, List<String> others) {
    if (!first.equals(others)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s and %s have different %s (%s; %s); only scores by the same metrics against the"
                  + " same references can be compared",
              names.get(0),
              names.get(other),
              what,
              String.join(", ", first),
              String.join(", ", others)));
    }
  }

  private static List<String> metrics(FinishedOutput output) {
    return output.manifest().recipe().facts().stream()
        .filter(fact -> fact.name().equals("metric"))
        .map(Recipe.Fact::value)
        .toList();
  }

  private static List<String> references(FinishedOutput output) {
    return output.manifest().recipe().inputs().stream()
        .filter(input -> input.role().equals("reference"))
        .map(Recipe.Input::digest)
        .toList();
  }

  /** How many references each segment had. */
  int references() {
    return references(outputs.get(0)).size();
  }

  /** The metrics that all of them were scored by. */
  List<Spec> specs() {
    return metrics(outputs.get(0)).stream()
        .map(metric -> MetricCatalog.ofCanonical(names.get(0), metric))
        .toList();
  }

  /** Adds the kept statistics of all segments that count to the systems, one after another. */
  void add(List<ScoredSystem> systems, Filters filters) throws IOException {
    for (int i = 0; i < systems.size(); i++) {
      FinishedOutput output = outputs.get(i);
      Table table =
          Table.of(
              output.output().stores(),
              names.get(i),
              output.output().folder(),
              output.manifest(),
              ScoreTable.STATISTICS);
      if (table.lines() != lines(0)) {
        throw new BadDataException(
            names.get(i)
                + " has "
                + table.lines()
                + " segments, but "
                + names.get(0)
                + " has "
                + lines(0));
      }
      try (TableReader rows = table.rows(0);
          LineFilter filter = filters.open()) {
        add(systems.get(i), rows, filter);
      }
    }
  }

  private long lines(int system) {
    return outputs.get(system).manifest().lines(ScoreTable.STATISTICS);
  }

  /** What opens the filter, once for each system. */
  @FunctionalInterface
  interface Filters {
    LineFilter open() throws IOException;
  }

  private static void add(ScoredSystem system, TableReader rows, LineFilter filter)
      throws IOException {
    long line = 0;
    while (rows.next()) {
      line++;
      if (filter.counts(line)) {
        int field = 0;
        for (Tally tally : system.tallies()) {
          tally.read(rows.row(), field);
          field += tally.size();
        }
        system.add();
      }
    }
    filter.end(line);
  }
}
