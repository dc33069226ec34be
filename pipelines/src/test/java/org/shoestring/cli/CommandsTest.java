package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.pipeline.Version;

/** All verbs in this process, on an experiment that is run once. */
class CommandsTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [en, de], shard-size: 12, max-bad-lines: 1}
        clean: {preprocess: raw, steps: [empty]}
        model: {train: clean, command: "echo model > {out}/m"}
        hyp: {pipe: "clean:en", command: "cat; : {model}", columns: [hyp]}
        bleu: {score: hyp, against: "clean:de", metric: [bleu, chrf]}
        late: {preprocess: clean, steps: [lowercase]}
      """;

  @TempDir private static Path folder = Path.of("");

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static Ran verb(String verb, String what, String... more) {
    return Ran.by(
        Stream.concat(Stream.of(verb, path(what)), Stream.of(more)).toArray(String[]::new));
  }

  @BeforeAll
  static void runOnce() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), YAML);
    Files.writeString(
        folder.resolve("raw.tsv"),
        "a b c d\ta b c d\ne f g h\te f g x\nbad\ni j k l\ti j k l\n\tleer\nm n o p\tm n ö p\n");
    try (GZIPOutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("t.txt.gz")))) {
      out.write("eins\nzwei\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(folder.resolve("t.txt"), "one\ntwo\n\nfour\n");
    Ran ran = verb("run", "e.yaml", "model", "bleu", "-j", "2", "--work-dir", path("work")).good();
    assertThat(ran.out().lines().filter(line -> line.contains(" DONE "))).isNotEmpty();
    assertThat(ran.out()).doesNotContain("FAILED").doesNotContain("SKIPPED");
  }

  private static String output(String stage) {
    return verb("path", "e.yaml", stage).good().out().strip();
  }

  @Test
  void path_finishedStage_isItsFolder() {
    assertThat(output("clean")).startsWith(path("w/outputs/preprocess-"));
    assertThat(Path.of(output("clean"), "_manifest.tsv")).exists();
  }

  @Test
  void path_unfinishedStage_saysHowToMakeIt() {
    assertThat(verb("path", "e.yaml", "late").error(2, folder))
        .isEqualTo(
            "e.yaml: late has no output yet (it has not finished before); make it with: shoestring run e.yaml late");
  }

  @Test
  void path_unknownStage_listsTheKnown() {
    assertThat(verb("path", "e.yaml", "bleau").error(2, folder))
        .isEqualTo(
            "experiment e: unknown stage 'bleau'; known: raw, clean, model, hyp, bleu, late");
  }

  @Test
  void run_commandThatWritesAFileThatItNames_isTold() throws IOException {
    Files.writeString(folder.resolve("said.log"), "");
    String command = "stages.model.command=echo said | dd of=said.log; touch {out}/x";
    Ran ran = verb("run", "e.yaml", "model", "--set", command, "--work-dir", path("work")).good();
    assertThat(ran.err())
        .contains(
            "shoestring: model: file said.log changed while the stage ran, so the next run starts"
                + " it again; let commands write to {out}");
    String tee = "stages.model.command=echo said | tee said.log; touch {out}/x";
    assertThat(
            verb("run", "e.yaml", "model", "--set", tee, "--work-dir", path("work")).good().err())
        .doesNotContain("said.log changed while");
  }

  @Test
  void run_again_isCachedAndDryRunDoesNothing() {
    String[] again = {"bleu", "--work-dir", path("work")};
    assertThat(verb("run", "e.yaml", again).good().out().lines())
        .allMatch(line -> line.contains(" CACHED  ") || line.startsWith("bleu\t"));
    assertThat(verb("run", "e.yaml", "-n").good().out())
        .contains("late   RUN because it has not finished before\n");
    assertThat(verb("status", "e.yaml").good().out())
        .contains("raw    CACHED  5 lines, 1 rejected (columns 1)\n")
        .contains("model  CACHED  1 file, 6 B\n")
        .contains("late   RUN because it has not finished before\n");
  }

  @Test
  void stageOfAnExperiment_otherValues_isTheirOutput() {
    String[] set = {"--set", "workspace=other"};
    String clean = path("e.yaml:clean");
    for (String[] verb :
        List.of(
            new String[] {"head", clean},
            new String[] {"cat", clean},
            new String[] {"wc", clean},
            new String[] {"ls", clean},
            new String[] {"export", clean, "-", "--format", "jsonl"},
            new String[] {"where", clean, "1"},
            new String[] {"shards", "verify", clean},
            new String[] {"score", clean + ":de", clean + ":de"},
            new String[] {"cp", clean, path("copied")})) {
      assertThat(Ran.by(concat(verb, set)).error(2, folder))
          .startsWith("e.yaml: clean has no output yet (")
          .endsWith("); make it with: shoestring run e.yaml clean --set workspace=other");
    }
    verb("run", "e.yaml", "clean", "--set", "workspace=other").good();
    assertThat(Ran.by(concat(new String[] {"head", "-n", "1", clean}, set)).good().out())
        .isEqualTo(Ran.by("head", "-n", "1", clean).good().out());
    assertThat(Ran.by("gc", "-n", path("e.yaml"), "--set", "workspace=third").error(2, folder))
        .endsWith("third: there is no workspace here; 'run' makes one");
  }

  private static String[] concat(String[] words, String[] more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void looking_newWorkspace_writesNothing() {
    String[] there = {"--set", "workspace=nowhere"};
    assertThat(verb("run", "e.yaml", "-n", "--set", "workspace=nowhere").good().out())
        .contains("raw    RUN because ");
    verb("status", "e.yaml", there).good();
    assertThat(verb("explain", "e.yaml", "raw", "--set", "workspace=nowhere").good().out())
        .isNotEmpty();
    verb("path", "e.yaml", "raw", "--set", "workspace=nowhere").error(2, folder);

    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void run_failedStage_isToldWithItsExitCode() throws IOException {
    Files.writeString(folder.resolve("bad.tsv"), "a\tb\nc\n");
    Ran ran =
        verb("run", "e.yaml", "raw", "--set", "stages.raw={import: bad.tsv, columns: [en, de]}");
    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.err().replace(folder + "/", ""))
        .contains(
            "shoestring: stage raw failed: bad.tsv:2: 1 column, expected 2 (en, de); correct"
                + " the line, or change 'columns'. To set such lines aside, set max-bad-lines\n");
    String[] failing = {
      "--set", "stages.clean.steps=empty", "--set", "stages.hyp.command=test -d {model} && exit 7"
    };
    Ran program =
        verb(
            "run",
            "e.yaml",
            Stream.concat(Stream.of("bleu"), Stream.of(failing)).toArray(String[]::new));
    assertThat(program.code()).isEqualTo(1);
    assertThat(program.out()).contains("hyp    FAILED").contains("bleu   SKIPPED");
    assertThat(program.err())
        .contains("stage hyp failed: command 'test -d {model} && exit 7' ended with exit code 7")
        .endsWith("shoestring: 1 stage was skipped, because hyp failed\n");
  }

  @Test
  @Tag("long")
  void run_failedStage_tellsHowToRunWhatDoesNotNeedIt() throws IOException {
    Files.writeString(
        folder.resolve("k.yaml"),
        """
        experiment: k
        workspace: k
        stages:
          raw: {import: raw.tsv, columns: [en, de], max-bad-lines: 1}
          bad: {train: raw, command: "touch go; exit 3; {out}"}
          slow: {train: raw, command: "until [ -e go ]; do sleep 0.1; done; sleep 2; touch {out}/m"}
          late: {pipe: "raw:en", command: "cat; : {slow}", columns: [x]}
        """);
    assertThat(verb("run", "k.yaml", "-j", "2").err())
        .endsWith(
            "shoestring: 1 stage was skipped, because bad failed; add -k to run the stages that do"
                + " not need it\n");
    assertThat(verb("run", "k.yaml", "-k").out()).contains("bad   FAILED").contains("late  DONE");
  }

  @Test
  void run_maxBadLines_appliesToImports() throws IOException {
    Files.writeString(folder.resolve("bad2.tsv"), "a\tb\nc\nd\n");
    String[] set = {
      "raw", "--set", "stages.raw={import: bad2.tsv, columns: [en, de]}", "--max-bad-lines", "2"
    };
    assertThat(verb("run", "e.yaml", set).good().out()).contains("1 lines, 2 rejected (columns 2)");
  }

  @Test
  void run_badOptions_areToldInALine() {
    assertThat(verb("run", "e.yaml", "-j", "0").error(2, folder))
        .isEqualTo("--jobs N must be a whole number of 1 or more, but is '0'");
    assertThat(verb("run", "e.yaml", "--max-bad-lines", "-3").error(2, folder))
        .isEqualTo("--max-bad-lines N must be a whole number of 0 or more, but is '-3'");
    assertThat(verb("run", "e.yaml", "--max-memory", "lots").error(2, folder))
        .isEqualTo("--max-memory must be a size such as 500k, 64MiB or 2g, but is 'lots'");
    assertThat(verb("run", "e.yaml", "--runner", "drect").error(2, folder))
        .startsWith("--runner: unknown runner 'drect'; known: direct");
    assertThat(verb("run", "e.yaml", "--", "--unheardOf=3").error(2, folder))
        .isEqualTo(
            "the command line: '--unheardOf' is not a Beam pipeline option; correct its name, or"
                + " remove it");
    assertThat(verb("run", "e.yaml", "--jbs", "3").error(2, folder))
        .isEqualTo(
            "unknown option: '--jbs' (did you mean --jobs?); all arguments and options: shoestring"
                + " run --help");
    assertThat(verb("run", "e.yaml", "--max-bad-lins=3").error(2, folder))
        .isEqualTo(
            "unknown option: '--max-bad-lins=3' (did you mean --max-bad-lines?); all arguments and"
                + " options: shoestring run --help");
    assertThat(verb("run", "e.yaml", "-j", "two").error(2, folder))
        .isEqualTo("--jobs N must be a whole number of 1 or more, but is 'two'");
    assertThat(Ran.by("wc", "e.yaml", "--set").error(2, folder))
        .startsWith("--set KEY=VALUE needs a value; ");
    assertThat(Ran.by("help", "run", "--to").error(2, folder))
        .startsWith("unknown option: '--to'; ");
    assertThat(Ran.by("run").error(2, folder))
        .isEqualTo("missing argument: FILE; all arguments and options: shoestring run --help");
    assertThat(Ran.by("run", "e.yaml", "--set").error(2, folder))
        .isEqualTo(
            "--set KEY=VALUE needs a value; all arguments and options: shoestring run --help");
    assertThat(Ran.by("cp").error(2, folder))
        .isEqualTo(
            "missing argument: SOURCE... TARGET; all arguments and options: shoestring cp --help");
    assertThat(Ran.by("cp", "a b").error(2, folder))
        .isEqualTo(
            "missing argument: SOURCE... TARGET, but only 'a b' is given; all arguments and"
                + " options: shoestring cp --help");
    assertThat(Ran.by("lexicon", "train", "--data", "d").error(2, folder))
        .isEqualTo(
            "missing options: --checkpoints DIR, --out DIR; all arguments and options:"
                + " shoestring lexicon train --help");
    assertThat(Ran.by("shards", "verfy").error(2, folder))
        .isEqualTo("shards: unknown verb 'verfy'; known: verify");
    assertThat(Ran.by("rnu", "e.yaml").error(2, folder))
        .isEqualTo(
            "unknown verb 'rnu'; known: run, status, explain, path, log, score, ls, head, cat,"
                + " wc, cp,"
                + " import, export, where, shards, gc, doctor, lexicon, help");
  }

  @Test
  void run_missingExperiment_saysWhatOneIs() {
    assertThat(verb("run", "no.yaml").error(2, folder))
        .isEqualTo("no.yaml: no such file; an experiment is a YAML file, see data-samples/");
  }

  @Test
  void explain_changedStage_showsThenAndNow() {
    String out = verb("explain", "e.yaml", "bleu", "--set", "stages.bleu.metric=chrf").good().out();
    assertThat(out.lines().toList().get(0)).isEqualTo("bleu  RUN because metric changed");
    assertThat(out).contains("\nkey\t").contains("\n  metric\tchrf").contains("\nbefore: key\t");
    assertThat(out).contains("\n- metric\tbleu");
    assertThat(verb("explain", "e.yaml", "hyp").good().out())
        .startsWith("hyp  CACHED")
        .contains("\n  command\tcat; : {0}\n");
  }

  @Test
  void explain_waitingStage_saysForWhat() {
    assertThat(
            verb(
                    "explain",
                    "e.yaml",
                    "hyp",
                    "--set",
                    "seed=2",
                    "--set",
                    "stages.clean.steps=identical")
                .good()
                .out())
        .isEqualTo("hyp  AFTER clean, model\n");
  }

  @Test
  void ls_tablesAndFiles_areListed() {
    assertThat(verb("ls", "e.yaml:raw").good().out())
        .startsWith("main\t5 lines\ten, de\n  part-00000-00000-")
        .contains("_rejected\t1 lines\t");
    assertThat(Ran.by("ls", output("model")).good().out()).startsWith("m\t6 B\t_files/");
  }

  @Test
  void ls_tableOrNothing_saysWhatIsListed() {
    assertThat(verb("ls", "e.yaml:raw._rejected").error(2, folder))
        .isEqualTo("e.yaml:raw._rejected: ls takes a whole stage, without a table or columns: raw");
    assertThat(verb("ls", "none").error(2, folder))
        .isEqualTo(
            "none: there is nothing here; expected FILE.yaml:STAGE, or the folder of an output");
    assertThat(verb("ls", "t.txt").error(2, folder))
        .isEqualTo("t.txt: this is a file; expected FILE.yaml:STAGE, or the folder of an output");
    assertThat(verb("ls", "w/outputs").error(2, folder))
        .isEqualTo(
            "w/outputs: there is no finished table here, because there is no _manifest.tsv,"
                + " which is written last");
    assertThat(Ran.by("shards", "verify", path("t.txt")).error(2, folder))
        .isEqualTo("t.txt: this is a file; expected FILE.yaml:STAGE, or the folder of an output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "head", "cat", "wc"})
  void anyVerb_wholeExperimentOrWorkspace_saysWhatToName(String verb) {
    assertThat(verb(verb, "e.yaml").error(2, folder))
        .isEqualTo(
            "e.yaml: this is an experiment; choose a stage: e.yaml:raw, e.yaml:clean, e.yaml:model,"
                + " e.yaml:hyp, e.yaml:bleu, e.yaml:late");
    assertThat(verb(verb, "w").error(2, folder))
        .isEqualTo(
            "w: this is a workspace; choose one of its outputs, w/outputs/TYPE-KEY, or a stage"
                + " of an experiment, FILE.yaml:STAGE");
  }

  @Test
  void head_yamlThatIsNoExperiment_isAText() throws IOException {
    Files.writeString(folder.resolve("other.yaml"), "a: 1\n");
    assertThat(verb("wc", "other.yaml").good().out()).startsWith("1\t5\t");
  }

  @Test
  void run_experimentInAStore_saysHowToFetchIt() {
    String why =
        "s3://lab/exp/e.yaml: an experiment must be a file on this machine, next to the files"
            + " that it names; copy it here first: shoestring cp s3://lab/exp/e.yaml ./";
    assertThat(Ran.by("run", "s3://lab/exp/e.yaml").error(2, folder)).isEqualTo(why);
    assertThat(Ran.by("head", "s3://lab/exp/e.yaml:raw").error(2, folder)).isEqualTo(why);
    assertThat(Ran.by("gc", "s3://lab/exp/e.yaml").error(2, folder)).isEqualTo(why);
  }

  @Test
  void anyVerb_whatIsNearlyALocation_saysWhatIsMeant() {
    String[] workspace = {"status", path("e.yaml"), "--set", "workspace=s3:/lab/ws"};
    assertThat(Ran.by(workspace).error(2, folder))
        .startsWith("'s3:/lab/ws': did you mean s3://lab/ws?");
    assertThat(Ran.by("doctor", "s3:lab").error(2, folder))
        .startsWith("'s3:lab': did you mean s3://lab?");
    assertThat(Ran.by("cp", path("t.txt"), "s3:/lab/").error(2, folder))
        .startsWith("'s3:/lab/t.txt': did you mean s3://lab/t.txt?");
    assertThat(Ran.by("import", "https://host/a.csv", path("a.tsv")).error(2, folder))
        .isEqualTo(
            "'https://host/a.csv': cannot read from the web; download the file, then use its path");
    assertThat(Path.of("s3:")).doesNotExist();
  }

  @Test
  void gc_outputsThatAreKeptForTheirAge_areTold() {
    String[] forget = {"-n", "--forget", "e"};
    assertThat(verb("gc", "w", forget).good().err())
        .matches(
            "shoestring: would remove [0-9]+ objects, [^\n]*\nshoestring: kept [0-9]+ unused"
                + " outputs, because they were written in the last 1d; to remove them too, add"
                + " --grace 0s\n");
    String[] all = {"-n", "--forget", "e", "--grace", "0s"};
    assertThat(verb("gc", "w", all).good().err().lines()).hasSize(1);
  }

  @Test
  void wc_anything_countsLinesAndRawBytes() {
    assertThat(verb("wc", "e.yaml:clean").good().out())
        .isEqualTo("4\t65\t" + path("e.yaml:clean") + "\n");
    assertThat(verb("wc", "e.yaml:clean:de").good().out()).startsWith("4\t33\t");
    assertThat(verb("wc", "e.yaml:raw._rejected").good().out()).startsWith("1\t");
    assertThat(Ran.by("wc", output("clean")).good().out()).startsWith("4\t65\t");
    assertThat(Ran.by("wc", output("clean") + "/_rejected").good().out()).startsWith("1\t");
    assertThat(verb("wc", "t.txt", path("t.txt.gz")).good().out())
        .isEqualTo("4\t14\t" + path("t.txt") + "\n2\t10\t" + path("t.txt.gz") + "\n");
  }

  @Test
  void wc_whatIsNotThere_listsWhatIs() {
    assertThat(verb("wc", "e.yaml:clean.dev").error(2, folder))
        .isEqualTo("e.yaml:clean.dev: unknown table 'dev'; known: main, _rejected");
    assertThat(verb("wc", "e.yaml:clean:fr").error(2, folder))
        .isEqualTo("e.yaml:clean:fr: unknown column 'fr'; known: en, de");
    assertThat(verb("wc", "e.yaml:model").error(2, folder))
        .isEqualTo(
            "e.yaml:model: this output is files, not a table; list them with 'shoestring ls e.yaml:model'");
    assertThat(verb("wc", "e.yaml:bleu").error(2, folder))
        .isEqualTo("e.yaml:bleu: choose one of its tables: scores, statistics");
    assertThat(verb("wc", "none").error(2, folder))
        .startsWith("none: no such file or output; expected ");
    assertThat(verb("wc", "").error(2, folder)).contains(": no such file or output; expected ");
  }

  @Test
  void wc_badData_isExit4() throws IOException {
    Files.write(folder.resolve("latin"), new byte[] {'a', '\n', (byte) 0xe4, '\n'});
    assertThat(verb("wc", "latin").error(4, folder))
        .isEqualTo(
            "latin:2: invalid UTF-8; find its encoding with 'file -bi FILE', then convert it with"
                + " 'iconv -f ENCODING -t utf-8 FILE'");
    byte[] good = Files.readAllBytes(folder.resolve("t.txt.gz"));
    Files.write(folder.resolve("cut.gz"), Arrays.copyOf(good, good.length - 6));
    assertThat(verb("wc", "cut.gz").error(4, folder)).startsWith("cut.gz:");
    Files.write(folder.resolve("empty.gz"), new byte[0]);
    assertThat(verb("wc", "empty.gz").error(4, folder))
        .startsWith("empty.gz: the file is empty, so it is not a compressed file");
  }

  @Test
  void wc_alteredShard_isExit4() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(Path.of(output("clean")))) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        Files.copy(file, copy.resolve(Path.of(output("clean")).relativize(file).toString()));
      }
    }
    try (Stream<Path> files = Files.list(copy)) {
      Path shard =
          files.filter(f -> f.toString().endsWith(".gz")).sorted().findFirst().orElseThrow();
      Files.delete(shard);
    }
    assertThat(verb("wc", "copy").error(4, folder))
        .contains("part-00000-00000")
        .contains("missing");
  }

  @Test
  void run_workspaceThatIsAFile_isExit5() {
    assertThat(verb("status", "e.yaml", "--set", "workspace=raw.tsv").error(5, folder))
        .contains("raw.tsv");
  }

  @Test
  void score_ofTheSameColumns_equalsTheStage() throws IOException {
    String stage = verb("run", "e.yaml", "bleu", "--work-dir", path("work")).good().out();
    String bare =
        verb("score", "e.yaml:hyp", path("e.yaml:clean:de"), "-b", "-m", "bleu", "-m", "chrf")
            .good()
            .out();
    List<String> numbers = bare.lines().toList();
    assertThat(stage)
        .contains("bleu\tBLEU\t" + numbers.get(0) + "\tnrefs:1|")
        .contains("bleu\tchrF2\t" + numbers.get(1) + "\tnrefs:1|");
    assertThat(verb("score", "e.yaml:hyp", path("e.yaml:clean:de")).good().out())
        .startsWith("BLEU = ")
        .contains("\tnrefs:1|");
  }

  @Test
  void score_smallNumberAndTie_areAsPythonPrintsThem() throws IOException {
    Files.writeString(folder.resolve("one.txt"), "same\n" + "a\n".repeat(31));
    Files.writeString(folder.resolve("ref.txt"), "same\n" + "b\n".repeat(31));
    String[] accuracy = {path("ref.txt"), "-m", "accuracy"};
    assertThat(verb("score", "one.txt", accuracy).good().out())
        .startsWith("accuracy = 0.0312 (correct = 1 total = 32)\t");
    Files.writeString(folder.resolve("one.txt"), "same\n" + "a\n".repeat(1_999));
    Files.writeString(folder.resolve("ref.txt"), "same\n" + "b\n".repeat(1_999));
    assertThat(verb("score", "one.txt", path("ref.txt"), "-b", "-m", "accuracy").good().out())
        .isEqualTo("0.0005\n");
  }

  @Test
  void score_severalReferences_areCounted() {
    assertThat(
            verb("score", "e.yaml:hyp", path("e.yaml:clean:de"), path("e.yaml:clean:en"))
                .good()
                .out())
        .startsWith("BLEU = 100.0000")
        .contains("nrefs:2|");
  }

  @Test
  void score_whatDoesNotFit_saysTheCure() {
    assertThat(verb("score", "t.txt", path("t.txt.gz")).error(4, folder))
        .isEqualTo("t.txt.gz has 2 lines, but t.txt has more; both need the same number of lines");
    assertThat(verb("score", "e.yaml:clean", path("e.yaml:hyp")).error(2, folder))
        .isEqualTo(
            "e.yaml:clean:1: 2 columns, but score compares one; choose it with"
                + " FILE.yaml:STAGE:COLUMN, or with 'cut -f'");
    assertThat(verb("score", "t.txt", path("t.txt"), "-m", "blue").error(2, folder))
        .isEqualTo("--metric: unknown metric 'blue'; known: accuracy, bleu, chrf");
    assertThat(verb("score", "t.txt", path("t.txt"), "-m", "bleu:tokenize=13b").error(2, folder))
        .isEqualTo(
            "--metric: metric 'bleu': tokenize must be one of 13a, intl, zh, char, none, but is"
                + " '13b'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run", "status", "explain", "path", "score", "ls", "head", "cat", "wc", "cp", "import",
        "export"
      })
  void help_ofEachVerb_namesItsOptions(String verb) {
    Ran ran = Ran.by(verb, "--help").good();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("Usage: shoestring " + verb + " ").contains("--help");
    List<String> options =
        switch (verb) {
          case "run" ->
              List.of(
                  "--set",
                  "--work-dir",
                  "--dry-run",
                  "--jobs",
                  "--max-memory",
                  "--keep-going",
                  "--max-bad-lines",
                  "--runner");
          case "status", "explain", "path" -> List.of("--set", "--work-dir", "FILE");
          case "score" -> List.of("--metric", "--bare", "HYP", "REF");
          case "head" -> List.of("--lines", "WHAT");
          case "cat" -> List.of("--from", "WHAT");
          case "cp" -> List.of("--force", "SOURCE... TARGET");
          case "import" ->
              List.of(
                  "--format",
                  "--columns",
                  "--separator",
                  "--no-header",
                  "--json-values",
                  "--escape",
                  "--max-bad-lines",
                  "--force");
          case "export" ->
              List.of(
                  "--format", "--columns", "--separator", "--no-header", "--unescape", "--force");
          default -> List.of("WHAT");
        };
    assertThat(ran.out()).contains(options);
  }

  @Test
  void help_ofTheLexicon_namesItsVerbsAndTheirOptions() {
    assertThat(Ran.by("lexicon", "--help").good().out())
        .startsWith("Usage: shoestring lexicon ")
        .contains("train", "translate", "Learns a lexicon");
    assertThat(Ran.by("lexicon", "train", "--help").good().out())
        .startsWith("Usage: shoestring lexicon train ")
        .contains("--data", "--checkpoints", "--iterations", "--help");
    assertThat(Ran.by("lexicon", "translate", "--help").good().out()).contains("--model");
  }

  @Test
  void arguments_thatBeginWithAnAt_areNames() {
    Ran ran = Ran.by("cat", "@" + path("t.txt"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("@" + path("t.txt")).doesNotContain("one");
  }

  @Test
  void help_ofTheProgram_namesVerbsAndExitCodes() {
    assertThat(Ran.by("--help").good().out())
        .contains("run", "score", "lexicon", "Exit codes: 0 done");
    assertThat(Ran.by("--version").good().out()).isEqualTo("shoestring " + Version.text() + "\n");
    for (String verb :
        List.of("run", "ls", "doctor", "lexicon", "lexicon train", "shards verify")) {
      String[] version = (verb + " -V").split(" ", -1);
      assertThat(Ran.by(version).good().out()).isEqualTo("shoestring " + Version.text() + "\n");
    }
    Ran nothing = Ran.by();
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).startsWith("Usage: shoestring ");
  }
}
