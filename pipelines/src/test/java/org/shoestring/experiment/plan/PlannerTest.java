package org.shoestring.experiment.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.experiment.Bench;
import org.shoestring.spec.UsageException;

/** Plans of real runs in a temporary folder. */
class PlannerTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [en, de], shard-size: 8}
        clean: {preprocess: raw, steps: [empty]}
        hyp: {pipe: "clean:en", command: "sh tr.sh", columns: [hyp]}
        score: {score: hyp, against: "clean:de", metric: exact-match}
      """;

  @TempDir private static Path finished = Path.of("");

  private final Path folder;
  private Bench bench;

  PlannerTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.bench = fresh(folder);
  }

  private static Bench fresh(Path folder) throws IOException {
    Bench bench = new Bench(folder, YAML);
    bench.write("raw.tsv", "a\tA\nb\tB\nc\tX\n\tleer\n");
    bench.write("tr.sh", "tr a-z A-Z\n");
    return bench;
  }

  @BeforeAll
  static void runOnce() throws IOException {
    var results = fresh(finished).run();
    assertThat(Bench.lines(results, "hyp")).containsExactly("A", "B", "C");
  }

  /** Continues with a copy of a finished run, which is as good as a run. */
  private void givenARun() throws IOException {
    try (Stream<Path> files = Files.walk(finished)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(finished.relativize(file));
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    bench = new Bench(folder, YAML);
  }

  @Test
  void examine_nothingDone_runsTheFirstAndWaitsForIt() throws IOException {
    assertThat(bench.plan())
        .containsExactly(
            "raw RUN it was never finished",
            "clean AFTER after raw",
            "hyp AFTER after clean",
            "score AFTER after hyp, clean");
  }

  @Test
  void examine_allDone_isCached() throws IOException {
    var results = bench.run();
    assertThat(Bench.lines(results, "hyp")).containsExactly("A", "B", "C");
    assertThat(bench.plan())
        .containsExactly("raw CACHED", "clean CACHED", "hyp CACHED", "score CACHED");
    assertThat(Bench.ends(bench.run()))
        .containsExactly("raw CACHED", "clean CACHED", "hyp CACHED", "score CACHED");
  }

  @Test
  void examine_changedSetting_saysWhichAndStopsBeforeIt() throws IOException {
    givenARun();
    assertThat(bench.plan("stages.clean.steps=[empty, identical]"))
        .containsExactly(
            "raw CACHED",
            "clean RUN step changed",
            "hyp AFTER after clean",
            "score AFTER after hyp, clean");
    assertThat(bench.plan("stages.raw.columns=[de, en]").get(0))
        .isEqualTo("raw RUN columns changed");
  }

  @Test
  void examine_changedMetric_runsTheScoreOnly() throws IOException {
    givenARun();
    assertThat(bench.plan("stages.score.metric=chrf"))
        .containsExactly("raw CACHED", "clean CACHED", "hyp CACHED", "score RUN metric changed");
    assertThat(Bench.made(bench.run("stages.score.metric=chrf"))).containsExactly("score");
  }

  @Test
  void examine_editedProgram_runsItAgain() throws IOException {
    givenARun();
    bench.write("tr.sh", "tr a-z B\n");
    assertThat(bench.plan())
        .containsExactly(
            "raw CACHED", "clean CACHED", "hyp RUN file tr.sh changed", "score AFTER after hyp");
  }

  @Test
  void run_upstreamChangeWithTheSameLines_stopsThere() throws IOException {
    givenARun();
    assertThat(Bench.made(bench.run("stages.clean.steps=[empty, {length: {max: 9}}]")))
        .containsExactly("clean");
    bench.write("tr.sh", "tr a-z 'A-Z' # the same\n");
    assertThat(Bench.made(bench.run())).containsExactly("hyp");
  }

  @Test
  void run_renamedStages_areCached() throws IOException {
    givenARun();
    bench.write("e.yaml", YAML.replace("clean", "klar").replace("experiment: e", "experiment: f"));
    assertThat(Bench.made(bench.run())).isEmpty();
  }

  @Test
  void run_movedExperiment_isCached() throws IOException {
    givenARun();
    assertThat(folder).isNotEqualTo(finished);
    assertThat(Bench.made(bench.run())).isEmpty();
  }

  @Test
  void examine_touchedSource_isHashedAgainAndCached() throws IOException {
    givenARun();
    bench.write("raw.tsv", Files.readString(bench.path("raw.tsv")));
    assertThat(bench.plan().get(0)).isEqualTo("raw CACHED");
    bench.write("raw.tsv", "a\tB\n");
    assertThat(bench.plan().get(0)).isEqualTo("raw RUN raw.tsv changed");
  }

  @Test
  void examine_anotherSourceOfTheSameSizeAndTime_isImported() throws IOException {
    Path source = bench.path("raw.tsv");
    FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000_000));
    Files.setLastModifiedTime(source, time);
    givenARun();
    String text = Files.readString(source);
    bench.write("other.tsv", text.replace(text.charAt(0), 'X'));
    Files.setLastModifiedTime(bench.path("other.tsv"), time);
    Files.move(bench.path("other.tsv"), source, StandardCopyOption.REPLACE_EXISTING);

    assertThat(bench.plan().get(0)).isEqualTo("raw RUN raw.tsv changed");
  }

  @Test
  void examine_sourceNotAtHand_takesTheRecordedOneAndSaysSoOnce() throws IOException {
    givenARun();
    Files.delete(bench.path("raw.tsv"));
    assertThat(Bench.made(bench.run())).isEmpty();
    assertThat(bench.remarks())
        .containsExactly(
            "raw: raw.tsv cannot be found now; using what was imported from it before");
  }

  @Test
  void examine_sourceNotAtHandUnderAnotherName_isAUsageError() throws IOException {
    givenARun();
    Files.delete(bench.path("raw.tsv"));
    assertThatThrownBy(() -> bench.plan("stages.raw.import=row.tsv"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--set stages.raw.import=row.tsv: no file '"
                + bench.path("row.tsv")
                + "'; correct the path");
  }

  @Test
  void examine_sourceNotAtHandButNeeded_isAUsageError() throws IOException {
    givenARun();
    Files.delete(bench.path("raw.tsv"));
    assertThatThrownBy(() -> bench.plan("stages.raw.shard-size=7m"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(bench.path("e.yaml") + ":4: no file '" + bench.path("raw.tsv"));
  }

  @Test
  void examine_sourceMissing_isAUsageErrorWithTheLine() throws IOException {
    for (String pattern : List.of("none.tsv", "none/*.tsv", "*.none")) {
      assertThatThrownBy(() -> bench.plan("stages.raw.import='" + pattern + "'"))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(": no f");
    }
    Files.delete(bench.path("raw.tsv"));
    assertThatThrownBy(() -> bench.plan())
        .isInstanceOf(UsageException.class)
        .hasMessage(
            bench.path("e.yaml") + ":4: no file '" + bench.path("raw.tsv") + "'; correct the path");
  }

  @Test
  void examine_filesAndColumnsSideBySide_mustBeAsMany() {
    assertThatThrownBy(() -> bench.plan("stages.raw.import=[raw.tsv]"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            ": 1 file side by side, but 2 columns (en, de); each file is one column, so name one"
                + " column for"
                + " each file");
  }

  @Test
  void examine_otherCompression_isRefused() throws IOException {
    givenARun();
    assertThatThrownBy(() -> bench.plan("compression=bzip2"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--set compression=bzip2: compression is bzip2, but the workspace "
                + bench.path("w")
                + " holds gzip; a workspace has only one compression. Write compression: gzip,"
                + " or choose another workspace");
  }

  @Test
  void examine_manifestGone_saysSo() throws IOException {
    givenARun();
    var results = bench.run();
    Files.delete(Path.of(folder(results, "score"), "_manifest.tsv"));
    assertThat(bench.plan().get(3)).startsWith("score RESUME ");
    deleteAll(Path.of(folder(results, "score")));
    assertThat(bench.plan().get(3)).isEqualTo("score RUN its output was removed");
  }

  @Test
  void examine_someShardsDone_resumesWithTheRest() throws IOException {
    givenARun();
    var results = bench.run();
    Path clean = Path.of(folder(results, "clean"));
    Files.delete(clean.resolve("_manifest.tsv"));
    Files.delete(clean.resolve("_parts/00001.tsv"));
    assertThat(bench.plan().get(1)).isEqualTo("clean RESUME 1/2 shards are done");
    Path raw = Path.of(folder(results, "raw"));
    Files.delete(raw.resolve("_manifest.tsv"));
    assertThat(bench.plan().get(0)).isEqualTo("raw RESUME 2 shards are done");
    assertThat(Bench.made(bench.run())).containsExactly("raw", "clean");
  }

  @Test
  void examine_unknownColumn_listsTheKnown() throws IOException {
    givenARun();
    assertThatThrownBy(() -> bench.plan("stages.hyp.pipe=clean:fr"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--set stages.hyp.pipe=clean:fr: unknown column 'fr'; known: en, de");
    assertThatThrownBy(() -> bench.plan("stages.clean.steps=[{empty: {columns: fr}}]"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("step 'empty': unknown column 'fr'; known: en, de");
  }

  @Test
  void examine_unknownTable_listsTheKnown() throws IOException {
    givenARun();
    assertThatThrownBy(() -> bench.plan("stages.hyp.pipe=clean.dev:en"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("unknown table 'dev'; known: main, _rejected");
  }

  @Test
  void examine_scoreOfSeveralColumns_saysTheCure() throws IOException {
    givenARun();
    assertThatThrownBy(() -> bench.plan("stages.score.score=clean"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "clean has the columns en, de; choose the one to score: clean:COLUMN");
  }

  @Test
  void run_failedStage_skipsWhatNeedsIt() throws IOException {
    bench.write("tr.sh", "echo no >&2; exit 3\n");
    var results =
        bench.attempt("stages.raw.shard-size=1MiB"); // One shard: none is at work after it.
    assertThat(Bench.ends(results))
        .containsExactly("raw DONE", "clean DONE", "hyp FAILED", "score SKIPPED");
    assertThat(Objects.requireNonNull(results.get("hyp")).error())
        .hasMessageContaining("ended with exit code 3")
        .hasMessageContaining("the last lines of its stderr:\n    no");
  }

  @Test
  void run_sameTrainingTwice_isDoneOnce() throws IOException {
    bench.write(
        "e.yaml",
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [en, de]}
          one: {train: raw, command: "echo x >> runs; sleep 0.3; cp {input}/part* {out}"}
          two: {train: raw, command: "echo x >> runs; sleep 0.3; cp {input}/part* {out}"}
        """);
    assertThat(Bench.ends(bench.run())).containsAnyOf("one DONE", "two DONE");
    assertThat(bench.path("runs")).hasContent("x");
  }

  private static String folder(Map<String, StageResult> results, String stage) {
    return Bench.finished(results, stage).output().folder();
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void plan_scoreOfFinishedTablesOfOtherLengths_isToldBeforeAnyWork(@TempDir Path folder)
      throws IOException {
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: w
            stages:
              two: {import: two.tsv, columns: [a]}
              one: {import: one.tsv, columns: [a]}
              s: {score: two, against: one, metric: exact-match}
            """);
    bench.write("two.tsv", "x\ny\n");
    bench.write("one.tsv", "x\n");
    assertThat(bench.plan()).last().isEqualTo("s AFTER after two, one");
    bench.runStages(List.of("two", "one"));

    assertThatThrownBy(bench::plan)
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(" has 2 lines, but the reference ")
        .hasMessageEndingWith(" has 1; both need the same number of lines");
  }
}
