package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.LineageTrace.Way;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.experiment.plan.StageResult.End;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.UsageException;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.TableName;

/** Steps of an experiment that read outputs of other stages. */
class OutputParametersTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        clean:
          preprocess: raw
          steps:
            - lowercase
            - known-words: {vocabulary: "words:word", columns: [en]}
            - listed-words: bad
        raw: {import: raw.tsv, columns: [en, de], shard-size: 8}
        words: {import: words.tsv, columns: [word, count]}
        bad: {train: words, command: "cp lists/* {out}; : {input}", files: [lists/a.txt]}
      """;

  private final Path folder;
  private final Bench bench;

  OutputParametersTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.bench = new Bench(folder, YAML);
    bench.write("raw.tsv", "A dog\tx\na cat\ty\nA\tz\na dog\tw\n");
    bench.write("words.tsv", "a\t5\ndog\t2\n");
    bench.write("lists/a.txt", "a\tz\n");
  }

  private static List<String> clean(Map<String, StageResult> results) throws IOException {
    return Bench.lines(results, "clean");
  }

  @Test
  void run_twice_readsBothAndIsCached() throws IOException {
    Map<String, StageResult> first = bench.run();

    assertThat(clean(first)).containsExactly("a dog\tx", "a dog\tw");
    assertThat(Bench.lines(first, "clean", TableName.REJECTED))
        .containsExactly("unknown_word\tcat\t1\t1\ta cat\ty", "listed\t\t2\t1\tA\tz");
    assertThat(bench.run().values()).allMatch(result -> result.end() == End.CACHED);
  }

  @Test
  void plan_beforeTheOutputsExist_waitsForThem() throws IOException {
    assertThat(bench.plan())
        .containsExactly(
            "raw RUN it was never finished",
            "words RUN it was never finished",
            "bad AFTER after words",
            "clean AFTER after raw, words, bad");
  }

  @Test
  @Tag("long")
  void run_contentChanged_isTheReasonAndRunsAgain() throws IOException {
    bench.run();
    bench.write("words.tsv", "a\t5\ndog\t2\ncat\t1\n");
    bench.runStages(List.of("words", "bad"));

    assertThat(bench.plan()).last().isEqualTo("clean RUN words changed");
    assertThat(clean(bench.run())).containsExactly("a dog\tx", "a cat\ty", "a dog\tw");
  }

  @Test
  @Tag("long")
  void run_stagesRenamed_isCached() throws IOException {
    Recipe before = Bench.finished(bench.run(), "clean").manifest().recipe();
    bench.write(
        "e.yaml",
        YAML.replace("words:word", "lexicon:word")
            .replace(" words:", " lexicon:")
            .replace("train: words", "train: lexicon")
            .replace(" bad", " worse"));

    Map<String, StageResult> renamed = bench.run();

    assertThat(Bench.ends(renamed))
        .containsExactly("raw CACHED", "lexicon CACHED", "worse CACHED", "clean CACHED");
    assertThat(before.inputs()).extracting(Recipe.Input::role).containsExactly("input", "0", "1");
    assertThat(before.facts()).extracting(Recipe.Fact::value).noneMatch(v -> v.contains("words:"));
  }

  @Test
  @Tag("long")
  void run_otherColumn_runsAgain() throws IOException {
    bench.run();
    bench.write("e.yaml", YAML.replace("words:word", "words:count"));

    assertThat(bench.plan()).last().isEqualTo("clean RUN step changed");
    assertThat(clean(bench.run())).isEmpty();
  }

  /** What it needs is held by its claim, and found again by gc. */
  @Test
  @Tag("long")
  void examine_stage_needsTheOutputsThatStepsRead() throws IOException {
    Map<String, StageResult> made = bench.run();
    Experiment experiment = bench.experiment();
    List<ExaminedStage> plan =
        bench.planner(experiment).examine(List.copyOf(experiment.stages().values()));
    ExaminedStage clean = plan.get(3);

    assertThat(clean.needs())
        .containsExactly(
            Bench.finished(made, "raw").output().name(),
            Bench.finished(made, "words").output().name(),
            Bench.finished(made, "bad").output().name());
    assertThat(Planner.holdsInputs(clean)).isTrue();
  }

  @Test
  @Tag("long")
  void trace_keptLine_isThatOfTheMainInput() throws IOException {
    bench.run();
    Experiment experiment = bench.experiment();
    Planner planner = bench.planner(experiment);
    List<ExaminedStage> unused = planner.examine(List.copyOf(experiment.stages().values()));

    Way way = planner.trace().back(Reference.parse("test", "clean"), 2);

    assertThat(way.sources().get(0).line()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "words:word|wrods:word|8: step 'known-words': vocabulary: unknown stage 'wrods' (did you"
            + " mean words?); known:"
            + " clean, raw, words, bad",
        "words:word|words.all:word|8: step 'known-words': vocabulary: unknown table 'all'; known:"
            + " main, _rejected",
        "words:word|words:id|8: step 'known-words': vocabulary: unknown column 'id'; known: word,"
            + " count",
        "words:word|words:word,word|8: step 'known-words': vocabulary: column 'word' is named twice;"
            + " name it once",
        "words:word|bad|8: step 'known-words': vocabulary: bad is files, but a table is needed;"
            + " name the output of a stage that makes lines",
        "words:word|:word|8: step 'known-words': vocabulary: ':word' is not an input; write STAGE,"
            + " STAGE.TABLE or STAGE:COLUMN",
        "words:word|clean|4: stages need each other in a circle: clean -> clean; change the input"
            + " of one of them",
        "train: words|train: clean|4: stages need each other in a circle: clean -> bad -> clean;"
            + " change the input of one of them",
        "words: bad|words: words|9: step 'listed-words': lists: words is a table, but files are"
            + " needed; name the output of a train stage",
        "words: bad|words: words.x|9: step 'listed-words': lists: words is a table, but files are"
            + " needed; name the output of a train stage",
        "words: bad|words: bad.x|9: step 'listed-words': lists: the output is files, not a table",
        "words: bad|words: \"bad:x\"|9: step 'listed-words': lists: files have no columns; write"
            + " only bad",
        "words: bad|words: {list: bad}|9: step 'listed-words': unknown parameter 'list' (did you"
            + " mean lists?); known:"
            + " lists, columns",
        "words: bad|words|9: step 'listed-words' needs the parameter lists (the files); write"
            + " listed-words: {lists: ...}",
      })
  void read_wrongOutput_isAnErrorWithItsLine(String from, String to, String expected) {
    assertThat(YAML).contains(from);
    WrongExperiment wrong = new WrongExperiment(folder.resolve("wrong.yaml"));

    assertThat(wrong.error(YAML.replace(from, to)).replace(folder + "/wrong.yaml", "e.yaml"))
        .isEqualTo("e.yaml:" + expected);
  }

  /** Only running an import tells what columns it has. */
  @Test
  @Tag("long")
  void run_otherFormOfAnImportWithAHeader_isAnErrorWithItsLine() throws IOException {
    bench.write(
        "e.yaml",
        YAML.replace("columns: [word, count]", "header: true")
            .replace("words: bad", "words: words")
            .replace("words:word", "words:a"));

    Exception error = Objects.requireNonNull(Bench.result(bench.attempt(), "clean").error());

    assertThat(ExitCode.of(error)).isEqualTo(2);
    assertThat(error)
        .isInstanceOf(UsageException.class)
        .hasMessage(
            folder
                + "/e.yaml:9: step 'listed-words': lists: words is a table, but files are needed;"
                + " name the output of a train stage");
  }

  @Test
  @Tag("long")
  void run_localCopy_isMadeInTheWorkFolder() throws IOException {
    bench.write("lists/a.txt", "a line of this test alone\n");
    bench.run();

    try (var copies = Files.walk(folder.resolve("work dir"))) {
      assertThat(copies.filter(path -> path.endsWith("_outputs"))).hasSize(1);
    }
  }
}
