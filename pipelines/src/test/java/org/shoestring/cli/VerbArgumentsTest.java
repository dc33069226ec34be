package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.pipeline.process.Version;

/** Arguments and help of all verbs. */
class VerbArgumentsTest extends ExperimentVerbs {

  VerbArgumentsTest(@TempDir Path folder) {
    super(folder);
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
        .startsWith("--runner: unknown runner 'drect' (did you mean direct?); known: direct");
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
        .isEqualTo("shards: unknown verb 'verfy' (did you mean verify?); known: verify");
    assertThat(Ran.by("rnu", "e.yaml").error(2, folder))
        .isEqualTo(
            "unknown verb 'rnu' (did you mean run?); known: run, status, explain, path, log, stop,"
                + " train, checkpoints, curve, score, ls, head, cat, wc, cp, import, export, where,"
                + " shards, gc, doctor, lexicon, flink, help");
  }

  @ParameterizedTest
  @CsvSource({
    "imprt, import",
    "imports, import",
    "sttaus, status",
    "sl, ls",
    "lss, ls",
    "lexikon, lexicon",
    "shard, shards"
  })
  void verb_nearlyRight_isSuggested(String given, String meant) {
    assertThat(Ran.by(given, "e.yaml").error(2, folder))
        .startsWith("unknown verb '" + given + "' (did you mean " + meant + "?); known: run, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "rm", "delete", "e.yaml", "x"})
  void verb_likeNone_getsNoSuggestion(String given) {
    assertThat(Ran.by(given).error(2, folder))
        .startsWith("unknown verb '" + given + "'; known: run, ");
  }

  @Test
  void run_missingExperiment_saysWhatOneIs() {
    assertThat(verb("run", "no.yaml").error(2, folder))
        .isEqualTo("no.yaml: no such file; an experiment is a YAML file, see data-samples/");
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
