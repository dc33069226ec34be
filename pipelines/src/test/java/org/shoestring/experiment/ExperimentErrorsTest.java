package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.ExitCode;
import org.shoestring.spec.UsageException;

/** What a user is told who wrote an experiment that cannot be run. */
class ExperimentErrorsTest {
  private static final String HEAD = "experiment: e\nworkspace: w\nstages:\n";
  private static final String RAW = "  raw: {import: raw.tsv, columns: [en, de]}\n";

  private final Path file;

  ExperimentErrorsTest(@TempDir Path folder) {
    this.file = folder.resolve("e.yaml");
  }

  private String error(String yaml, String... settings) {
    try {
      Files.writeString(file, yaml);
      Experiment.read(file, List.of(settings));
    } catch (UsageException e) {
      assertThat(ExitCode.of(e)).isEqualTo(2);
      return String.valueOf(e.getMessage()).replace(file.toString(), "e.yaml");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no error");
  }

  @Test
  void read_noSuchFile_saysWhatAnExperimentIs() {
    assertThatThrownBy(() -> Experiment.read(file, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage(file + ": no such file; an experiment is a YAML file, see data-samples/");
  }

  @Test
  void read_noUtf8_saysSo() throws IOException {
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(() -> Experiment.read(file, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage(file + ":1: is not UTF-8; save the file as UTF-8");
  }

  @Test
  void read_emptyFile_isNoMapping() {
    assertThat(error(""))
        .isEqualTo("e.yaml:1: the experiment is empty, expected a mapping of keys to values");
  }

  @Test
  void read_badYaml_namesTheLine() {
    assertThat(error("experiment: e\nstages: {a: [b\n")).startsWith("e.yaml:3: ");
    assertThat(error("experiment: e\n\tstages: x\n")).startsWith("e.yaml:2: ");
  }

  @Test
  void read_aliasOfItself_isNoExperiment() {
    assertThat(error(HEAD + "  a: &a {import: *a}\n")).startsWith("e.yaml:4: ");
  }

  @Test
  void read_unknownTopKey_listsTheKnown() {
    assertThat(error("experiment: e\nworkspace: w\nsed: 3\nstages:\n" + RAW))
        .isEqualTo(
            "e.yaml:3: unknown key in the experiment 'sed'; known: experiment, workspace,"
                + " compression, compression-level, seed, stages, shell, env, pass-env");
  }

  @Test
  void read_unknownKeyWithAMapping_namesTheLineOfTheKey() {
    assertThat(error("experiment: e\nworkspace: w\nstage:\n\n  raw:\n    import: a\n"))
        .startsWith("e.yaml:3: unknown key in the experiment 'stage'; known: ");
  }

  @Test
  void read_unknownKeyOfEachStageType_listsTheKnown() {
    assertThat(error(HEAD + RAW.replace("columns", "colums")))
        .isEqualTo(
            "e.yaml:4: unknown key in an import stage 'colums'; known: import, columns,"
                + " header, shard-size, max-bad-lines");
    assertThat(error(HEAD + RAW + "  c: {preprocess: raw, step: empty}\n"))
        .isEqualTo("e.yaml:5: unknown key in a preprocess stage 'step'; known: preprocess, steps");
    assertThat(error(HEAD + RAW + "  c: {train: raw, comand: x}\n"))
        .isEqualTo(
            "e.yaml:5: unknown key in a train stage 'comand'; known: train, command, files,"
                + " memory, seed, shell, env, pass-env");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, keepalive: true}\n"))
        .isEqualTo(
            "e.yaml:5: unknown key in a pipe stage 'keepalive'; known: pipe, command, columns,"
                + " keep-alive, files, memory, seed, shell, env, pass-env");
    assertThat(error(HEAD + RAW + "  c:\n    score: raw\n    metrics: bleu\n"))
        .isEqualTo(
            "e.yaml:7: unknown key in a score stage 'metrics'; known: score, against, metric");
  }

  @Test
  void read_keyTwice_namesTheSecond() {
    assertThat(error("experiment: e\nseed: 1\nseed: 2\n"))
        .isEqualTo("e.yaml:3: 'seed' is set twice");
    assertThat(error(HEAD + RAW + RAW)).isEqualTo("e.yaml:5: 'raw' is set twice");
  }

  @Test
  void read_missingKey_namesIt() {
    assertThat(error("workspace: w\nstages:\n" + RAW))
        .isEqualTo("e.yaml:1: an experiment needs 'experiment'");
    assertThat(error("experiment: e\nstages:\n" + RAW))
        .isEqualTo("e.yaml:1: an experiment needs 'workspace'");
    assertThat(error("experiment: e\nworkspace: w\n"))
        .isEqualTo("e.yaml:1: an experiment needs 'stages'");
    assertThat(error(HEAD + "  raw:\n    import: raw.tsv\n"))
        .isEqualTo("e.yaml:4: stage raw needs 'columns'");
    assertThat(error(HEAD + RAW + "  c: {preprocess: raw}\n"))
        .isEqualTo("e.yaml:5: stage c needs 'steps'");
    assertThat(error(HEAD + RAW + "  c: {train: raw}\n"))
        .isEqualTo("e.yaml:5: stage c needs 'command'");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, command: cat}\n"))
        .isEqualTo("e.yaml:5: stage c needs 'columns'");
    assertThat(error(HEAD + RAW + "  c: {score: raw, metric: bleu}\n"))
        .isEqualTo("e.yaml:5: stage c needs 'against'");
    assertThat(error(HEAD + RAW + "  c: {score: raw, against: raw}\n"))
        .isEqualTo("e.yaml:5: stage c needs 'metric'");
  }

  @Test
  void read_noStages_saysSo() {
    assertThat(error("experiment: e\nworkspace: w\nstages: {}\n")).isEqualTo("e.yaml:3: no stages");
    assertThat(error("experiment: e\nworkspace: w\nstages:\n"))
        .isEqualTo("e.yaml:3: stages is empty, expected a mapping of keys to values");
  }

  @Test
  void read_unknownStageType_listsTheTypes() {
    assertThat(error(HEAD + "  raw: {imprt: raw.tsv}\n"))
        .isEqualTo(
            "e.yaml:4: stage raw has no type; one of its keys is one of import, pipe, preprocess,"
                + " score, shard, split, train");
  }

  @Test
  void read_twoTypes_namesBoth() {
    assertThat(error(HEAD + RAW + "  c: {train: raw, pipe: raw}\n"))
        .isEqualTo(
            "e.yaml:5: stage c has several types: [train, pipe]; one of its keys is one of import,"
                + " pipe, preprocess, score, shard, split, train");
  }

  @Test
  void read_badNames_sayWhatANameIs() {
    assertThat(error(HEAD + "  a.b: {import: raw.tsv, columns: [en]}\n"))
        .isEqualTo("e.yaml:4: stage 'a.b'; a name is letters, digits, '_' and '-'");
    assertThat(error("experiment: a/b\nworkspace: w\nstages:\n" + RAW))
        .isEqualTo("e.yaml:1: experiment 'a/b'; a name is letters, digits, '_' and '-'");
    assertThat(error(HEAD + "  raw: {import: raw.tsv, columns: [en, 'd e']}\n"))
        .isEqualTo("e.yaml:4: column name 'd e'; allowed are letters, digits, '_' and '-'");
    assertThat(error(HEAD + "  raw: {import: raw.tsv, columns: [en, en]}\n"))
        .isEqualTo("e.yaml:4: column 'en' is named twice");
  }

  @Test
  void read_stageNamedAsAReservedPlaceholder_listsThose() {
    for (String name : List.of("input", "out", "checkpoints", "seed", "shoestring")) {
      assertThat(error(HEAD + RAW + "  " + name + ":\n    preprocess: raw\n    steps: empty\n"))
          .isEqualTo(
              "e.yaml:5: stage '"
                  + name
                  + "': in commands {"
                  + name
                  + "} is something else; give it another name than input, out, checkpoints, seed,"
                  + " shoestring");
    }
  }

  @Test
  void read_badValues_sayWhatIsAllowed() {
    assertThat(error("experiment: e\nworkspace: w\nseed: one\nstages:\n" + RAW))
        .isEqualTo("e.yaml:3: seed is 'one'; allowed is a whole number");
    assertThat(error("experiment: e\nworkspace: w\ncompression-level: 10\nstages:\n" + RAW))
        .isEqualTo("e.yaml:3: compression-level is '10'; allowed is a whole number from 1 to 9");
    assertThat(error("experiment: e\nworkspace: w\ncompression: zstd\nstages:\n" + RAW))
        .isEqualTo("e.yaml:3: unknown compression 'zstd'; known: gzip, bzip2");
    assertThat(error(HEAD + "  raw: {import: r, columns: [a], shard-size: huge}\n"))
        .isEqualTo("e.yaml:4: shard-size must be a size such as 500k, 64MiB or 2g, but is 'huge'");
    assertThat(error(HEAD + "  raw: {import: r, columns: [a], max-bad-lines: -1}\n"))
        .isEqualTo("e.yaml:4: max-bad-lines is '-1'; allowed is a whole number of 0 or more");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, command: c, columns: [a], keep-alive: ja}\n"))
        .isEqualTo("e.yaml:5: keep-alive is 'ja'; allowed is true or false");
    assertThat(error(HEAD + RAW + "  c: {train: raw, command: 'x {out}', memory: some}\n"))
        .isEqualTo("e.yaml:5: memory must be a size such as 500k, 64MiB or 2g, but is 'some'");
  }

  @Test
  void read_kindOfYaml_saysWhatWasExpected() {
    assertThat(error(HEAD + "  raw: [import]\n"))
        .isEqualTo("e.yaml:4: stage raw is a list, expected a mapping of keys to values");
    assertThat(error(HEAD + "  raw: {import: {a: b}, columns: [en]}\n"))
        .isEqualTo("e.yaml:4: import is a mapping, but must be a text");
    assertThat(error(HEAD + "  raw: {import: , columns: [en]}\n"))
        .isEqualTo("e.yaml:4: import is empty, but must be a text");
  }

  @Test
  void read_unknownStep_listsTheKnown() {
    assertThat(
            error(
                HEAD
                    + RAW
                    + "  c:\n    preprocess: raw\n    steps:\n      - empty\n      - lenth\n"))
        .isEqualTo(
            "e.yaml:9: unknown step 'lenth'; known: deduplicate, empty, identical, length,"
                + " length-ratio, lowercase, normalize-whitespace, select, tokenize");
  }

  @Test
  void read_unknownParameterOfAStep_listsTheKnown() {
    assertThat(
            error(
                HEAD
                    + RAW
                    + "  c:\n    preprocess: raw\n    steps:\n      - length: {min: 1, maximum: 3}\n"))
        .isEqualTo(
            "e.yaml:8: step 'length': unknown parameter 'maximum'; known: max, min, unit, columns");
  }

  @Test
  void read_stepWithTwoNames_saysHowOneIsWritten() {
    assertThat(
            error(
                HEAD
                    + RAW
                    + "  c:\n    preprocess: raw\n    steps:\n      - {empty: , identical: }\n"))
        .isEqualTo(
            "e.yaml:8: a step is a name, name: value or name: {parameter: value}; here are the keys"
                + " empty, identical");
  }

  @Test
  void read_badValueOfAParameter_saysWhatIsAllowed() {
    assertThat(error(HEAD + RAW + "  c: {preprocess: raw, steps: [length-ratio: much]}\n"))
        .isEqualTo(
            "e.yaml:5: step 'length-ratio': max must be a number of 1 or more, but is 'much'");
  }

  @Test
  void read_unknownMetricOrParameter_listsTheKnown() {
    assertThat(error(HEAD + RAW + "  c: {score: raw, against: raw, metric: blue}\n"))
        .isEqualTo("e.yaml:5: unknown metric 'blue'; known: accuracy, bleu, chrf");
    assertThat(error(HEAD + RAW + "  c: {score: raw, against: raw, metric: {bleu: {tok: zh}}}\n"))
        .isEqualTo(
            "e.yaml:5: metric 'bleu': unknown parameter 'tok'; known: tokenize, lowercase,"
                + " smooth-method, smooth-value, max-ngram-order, effective-order");
  }

  @Test
  void read_unknownStage_listsTheKnownAtTheReference() {
    assertThat(error(HEAD + RAW + "  c:\n    steps: empty\n    preprocess: row\n"))
        .isEqualTo("e.yaml:7: unknown stage 'row'; known: raw, c");
    assertThat(
            error(
                HEAD
                    + RAW
                    + "  c:\n    score: raw\n    against:\n    - 'rew:en'\n    metric: bleu\n"))
        .isEqualTo("e.yaml:8: unknown stage 'rew'; known: raw, c");
  }

  @Test
  void read_badReference_saysHowOneIsWritten() {
    for (String reference : List.of("raw.", ".main", "'raw:'", "'raw:en,'")) {
      assertThat(error(HEAD + RAW + "  c: {pipe: " + reference + ", command: c, columns: [a]}\n"))
          .startsWith("e.yaml:5: '")
          .endsWith("'; an input is written STAGE, STAGE.TABLE or STAGE:COLUMN");
    }
  }

  @Test
  void read_columnsWhereWholeTablesGo_saysTheCure() {
    assertThat(error(HEAD + RAW + "  c: {preprocess: 'raw:en', steps: empty}\n"))
        .isEqualTo(
            "e.yaml:5: preprocess takes whole tables; choose columns in a preprocess stage"
                + " (select: en)");
    assertThat(error(HEAD + RAW + "  c: {train: 'raw:en,de', command: 'x {out}'}\n"))
        .isEqualTo(
            "e.yaml:5: train takes whole tables; choose columns in a preprocess stage"
                + " (select: en+de)");
  }

  @Test
  void read_cycle_showsThePath() {
    assertThat(
            error(
                HEAD
                    + "  a: {preprocess: c, steps: empty}\n"
                    + "  b: {preprocess: a, steps: empty}\n"
                    + "  c: {preprocess: b, steps: empty}\n"))
        .isEqualTo("e.yaml:4: stages need each other: a -> c -> b -> a");
    assertThat(error(HEAD + "  a: {preprocess: a, steps: empty}\n"))
        .isEqualTo("e.yaml:4: stages need each other: a -> a");
  }

  @Test
  void read_unknownPlaceholder_listsTheKnown() {
    assertThat(error(HEAD + RAW + "  c: {train: raw, command: 'x {inptu} {out}'}\n"))
        .isEqualTo(
            "e.yaml:5: unknown placeholder '{inptu}'; known: input, out, checkpoints, seed,"
                + " shoestring, raw, c; write {{ for a brace");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, columns: [a], command: 'x {out}'}\n"))
        .isEqualTo(
            "e.yaml:5: unknown placeholder '{out}'; known: seed, shoestring, raw, c; write {{ for a"
                + " brace");
  }

  @Test
  void read_trainingWithoutOut_saysWhatItIs() {
    for (String command : List.of("x {input}", "x {{out}")) {
      assertThat(error(HEAD + RAW + "  c: {train: raw, command: '" + command + "'}\n"))
          .isEqualTo("e.yaml:5: the command does not use {out}, the folder for its output");
    }
  }

  @Test
  void set_unknownPath_listsTheKnown() {
    assertThat(error(HEAD + RAW, "stages.row.import=x"))
        .isEqualTo("--set stages.row.import=x: unknown key 'row'; known: raw");
    assertThat(error(HEAD + RAW, "stage.raw.import=x"))
        .isEqualTo(
            "--set stage.raw.import=x: unknown key 'stage'; known: experiment, workspace, stages");
    assertThat(error(HEAD + RAW, "stages.raw.imprt=x"))
        .isEqualTo(
            "--set stages.raw.imprt=x: unknown key in an import stage 'imprt'; known: import,"
                + " columns, header, shard-size, max-bad-lines");
    assertThat(error(HEAD + RAW, "stages.raw.import.a=x"))
        .isEqualTo(
            "e.yaml:4: what is above 'a' in --set stages.raw.import.a=x is 'raw.tsv', expected a"
                + " mapping of keys to values");
  }

  @Test
  void set_withoutValue_saysHowItIsWritten() {
    assertThat(error(HEAD + RAW, "stages"))
        .isEqualTo("--set stages: write --set stages.NAME.KEY=VALUE");
    assertThat(error(HEAD + RAW, "=x")).isEqualTo("--set =x: write --set stages.NAME.KEY=VALUE");
  }

  @Test
  void set_badValue_namesTheOption() {
    assertThat(error(HEAD + RAW, "compression=zstd"))
        .isEqualTo("--set compression=zstd: unknown compression 'zstd'; known: gzip, bzip2");
  }

  @Test
  void needed_unknownStage_listsTheKnown() throws IOException {
    Files.writeString(file, HEAD + RAW);
    Experiment read = Experiment.read(file, List.of());
    assertThatThrownBy(() -> read.needed(List.of("rwa")))
        .isInstanceOf(UsageException.class)
        .hasMessage("experiment e: unknown stage 'rwa'; known: raw");
  }

  @Test
  void read_splitThatCannotBe_namesTheLine() {
    String data = HEAD + RAW + "  d: {split: raw, ";
    assertThat(error(data + "to: {a: rest}}\n"))
        .isEqualTo(
            "e.yaml:5: unknown key in a split stage 'to'; known: split, into, by, columns, seed");
    assertThat(error(data + "seed: 1}\n")).isEqualTo("e.yaml:5: stage d needs 'into'");
    assertThat(error(data + "into: 3}\n"))
        .isEqualTo("e.yaml:5: into is '3', expected a mapping of keys to values");
    assertThat(error(data + "into: {a: rest, b: 1.5}}\n"))
        .isEqualTo(
            "e.yaml:5: part b: '1.5' is not the size of a part; write a number of lines (200), a"
                + " fraction of all lines (0.1 or 10%), or rest");
    assertThat(error(data + "by: random, into: {a: rest}}\n"))
        .isEqualTo("e.yaml:5: unknown way to split 'random'; known: position, hash, label");
    assertThat(error(data + "by: hash, into: {a: rest, b: 200}}\n"))
        .isEqualTo(
            "e.yaml:5: into: part 'b' must be a fraction (10%) or the rest, but is 200 lines; a split"
                + " by hash decides about each line alone and cannot count lines; split by position"
                + " to get exact numbers");
    assertThat(error(data + "by: label, into: {a: rest, b: 200}}\n"))
        .isEqualTo(
            "e.yaml:5: into: a split by label needs columns; name the columns that hold the label");
    assertThat(error(HEAD + RAW + "  d: {split: 'raw:en', into: {a: rest}}\n"))
        .startsWith("e.yaml:5: split takes whole tables; ");
  }

  @Test
  void read_env_mustBeVariablesWithoutSecrets() {
    String stage = HEAD + RAW + "  c: {pipe: raw, command: c, columns: [a], env: {";
    assertThat(error(stage + "A-B: 1}}\n"))
        .isEqualTo(
            "e.yaml:5: env: 'A-B' is not a variable name; use letters, digits and '_', and no"
                + " digit first");
    assertThat(error(stage + "A: [1]}}\n"))
        .isEqualTo("e.yaml:5: env: A is a list, but must be a text");
    assertThat(error(stage + "SHOESTRING_OUT: x}}\n"))
        .isEqualTo(
            "e.yaml:5: env: SHOESTRING_OUT: names that begin with SHOESTRING_ are reserved; use another"
                + " name");
    assertThat(error("env: {WANDB_API_KEY: very-secret}\n" + HEAD + RAW))
        .isEqualTo(
            "e.yaml:1: env: WANDB_API_KEY looks like a credential, but env is stored with every"
                + " output. Remove it here, export it in your shell, and write pass-env:"
                + " [WANDB_API_KEY]");
  }

  @Test
  void read_envWithACredentialAsValue_isRefusedWithoutRepeatingIt() {
    for (String value : List.of("hf_" + "aB3".repeat(11), "postgres://me:pw@db/x")) {
      assertThat(error("env: {MODEL: '" + value + "'}\n" + HEAD + RAW))
          .startsWith("e.yaml:1: env: MODEL looks like a credential")
          .doesNotContain(value);
    }
  }

  @Test
  void read_envOfTheLocale_isRefusedWhereItHasNoEffect() throws IOException {
    assertThat(error("env: {LANG: de_DE.UTF-8}\n" + HEAD + RAW))
        .isEqualTo(
            "e.yaml:1: env: LANG has no effect, because LC_ALL=C.UTF-8 is set for every command"
                + " and comes first; set LC_ALL instead, or add LC_ALL: '' to let LANG decide");
    for (String name : List.of("LC_COLLATE", "LANGUAGE")) {
      assertThat(error("env: {" + name + ": ''}\n" + HEAD + RAW))
          .startsWith("e.yaml:1: env: " + name + " has no effect, because LC_ALL=C.UTF-8 is set");
    }
    assertThat(error("env: {LC_ALL: de, LC_TIME: C}\n" + HEAD + RAW))
        .startsWith("e.yaml:1: env: LC_TIME has no effect, because LC_ALL=de is set");
    for (String env : List.of("LC_ALL: '', LANG: de", "LC_ALL: de", "TZ: CET, LCMS: 1")) {
      Files.writeString(file, "env: {" + env + "}\n" + HEAD + RAW);
      assertThat(Experiment.read(file, List.of()).stages()).containsOnlyKeys("raw");
    }
  }

  @Test
  void read_passEnv_mustBeNamesThatAreNotSet() {
    assertThat(error("pass-env: ['$KEY']\n" + HEAD + RAW))
        .isEqualTo(
            "e.yaml:1: pass-env: '$KEY' is not a variable name; use letters, digits and '_', and no"
                + " digit first");
    for (String yaml : List.of("pass-env: TZ\n", "env: {TZ: CET}\npass-env: [TZ]\n")) {
      assertThat(error(yaml + HEAD + RAW))
          .endsWith(
              ": pass-env: TZ has a fixed value for every command; to change it, write env: {TZ:"
                  + " VALUE}");
    }
  }

  @Test
  void read_shell_mustEndWithAnOption() {
    for (String shell : List.of("bash", "bash -c x")) {
      assertThat(error(HEAD + RAW + "shell: " + shell + "\n"))
          .isEqualTo(
              "e.yaml:5: shell is '"
                  + shell
                  + "', but must end with the option that takes a command, for example: bash -o"
                  + " pipefail -c");
    }
  }

  @Test
  void read_variableThatIsNotSet_listsThoseThatAre() {
    assertThat(error(HEAD + RAW + "  c: {train: raw, command: 'x {out} $SHOESTRING_MODEL'}\n"))
        .isEqualTo(
            "e.yaml:5: unknown variable 'SHOESTRING_MODEL'; known: SHOESTRING_INPUT,"
                + " SHOESTRING_OUT, SHOESTRING_CHECKPOINTS, SHOESTRING_SEED; the variable of"
                + " another stage is set if the command also has {STAGE}");
    String two = "  a-b: {train: raw, command: '{out}'}\n  a_b: {train: raw, command: '{out}'}\n";
    assertThat(error(HEAD + RAW + two + "  c: {train: raw, command: '{a-b} {a_b} {out}'}\n"))
        .isEqualTo(
            "e.yaml:7: {a-b} and {a_b} would both be the variable SHOESTRING_A_B; rename one of"
                + " the stages");
  }
}
