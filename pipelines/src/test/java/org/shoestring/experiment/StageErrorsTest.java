package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.experiment.WrongExperiment.HEAD;
import static org.shoestring.experiment.WrongExperiment.RAW;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told whose stage has settings that cannot be. */
class StageErrorsTest {
  private final WrongExperiment wrong;

  StageErrorsTest(@TempDir Path folder) {
    this.wrong = new WrongExperiment(folder.resolve("e.yaml"));
  }

  private String error(String yaml, String... settings) {
    return wrong.error(yaml, settings);
  }

  @Test
  void read_unknownKeyOfEachStageType_listsTheKnown() {
    assertThat(error(HEAD + RAW.replace("columns", "colums")))
        .isEqualTo(
            "e.yaml:4: unknown key in an import stage 'colums' (did you mean columns?); known:"
                + " import, columns,"
                + " header, shard-size, max-bad-lines");
    assertThat(error(HEAD + RAW + "  c: {preprocess: raw, step: empty}\n"))
        .isEqualTo(
            "e.yaml:5: unknown key in a preprocess stage 'step' (did you mean steps?);"
                + " known: preprocess, steps");
    assertThat(error(HEAD + RAW + "  c: {train: raw, comand: x}\n"))
        .isEqualTo(
            "e.yaml:5: unknown key in a train stage 'comand' (did you mean command?); known:"
                + " train, command, data, checkpoints, keep, curve,"
                + " start-from, files, memory, seed, shell, env, pass-env");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, keepalive: true}\n"))
        .isEqualTo(
            "e.yaml:5: unknown key in a pipe stage 'keepalive' (did you mean keep-alive?); known:"
                + " pipe, command, columns,"
                + " keep-alive, repeat, timeout, files, memory, seed, shell, env, pass-env");
    assertThat(error(HEAD + RAW + "  c:\n    score: raw\n    metrics: bleu\n"))
        .isEqualTo(
            "e.yaml:7: unknown key in a score stage 'metrics' (did you mean metric?); known:"
                + " score, against, metric");
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
  void read_unknownStageType_listsTheTypes() {
    assertThat(error(HEAD + "  raw: {imprt: raw.tsv}\n"))
        .isEqualTo(
            "e.yaml:4: stage raw has no type; give it exactly one of the keys import, pipe, preprocess,"
                + " score, shard, split, train");
  }

  @Test
  void read_twoTypes_namesBoth() {
    assertThat(error(HEAD + RAW + "  c: {train: raw, pipe: raw}\n"))
        .isEqualTo(
            "e.yaml:5: stage c has the types train and pipe; give it exactly one of the keys import,"
                + " pipe, preprocess, score, shard, split, train");
  }

  @Test
  void read_badValues_sayWhatIsAllowed() {
    assertThat(error("experiment: e\nworkspace: w\nseed: one\nstages:\n" + RAW))
        .isEqualTo("e.yaml:3: seed must be a whole number, but is 'one'");
    assertThat(error("experiment: e\nworkspace: w\ncompression-level: 10\nstages:\n" + RAW))
        .isEqualTo("e.yaml:3: compression-level must be a whole number from 1 to 9, but is '10'");
    assertThat(error("experiment: e\nworkspace: w\ncompression: zstd\nstages:\n" + RAW))
        .isEqualTo("e.yaml:3: unknown compression 'zstd'; known: gzip, bzip2");
    assertThat(error(HEAD + "  raw: {import: r, columns: [a], shard-size: huge}\n"))
        .isEqualTo("e.yaml:4: shard-size must be a size such as 500k, 64MiB or 2g, but is 'huge'");
    assertThat(error(HEAD + "  raw: {import: r, columns: [a], max-bad-lines: -1}\n"))
        .isEqualTo("e.yaml:4: max-bad-lines must be a whole number of 0 or more, but is '-1'");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, command: c, columns: [a], keep-alive: ja}\n"))
        .isEqualTo("e.yaml:5: keep-alive must be true or false, but is 'ja'");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, command: c, columns: [a], repeat: 3}\n"))
        .isEqualTo("e.yaml:5: repeat must be true or false, but is '3'");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, command: c, columns: [a], timeout: 10 min}\n"))
        .isEqualTo(
            "e.yaml:5: timeout is '10 min', which is not a length of time; write numbers with units"
                + " from d to s, for example 11h, 1h30m or 90s; a number alone is seconds");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, command: c, columns: [a], timeout: 0}\n"))
        .isEqualTo("e.yaml:5: timeout is '0', but must be 1s or more");
    assertThat(error(HEAD + RAW + "  c: {train: raw, command: 'x {out}', memory: some}\n"))
        .isEqualTo("e.yaml:5: memory must be a size such as 500k, 64MiB or 2g, but is 'some'");
  }

  private String dataError(String data) {
    return error(
        HEAD + RAW + "  c: {train: raw, command: 'x {input} {out}', data: " + data + "}\n");
  }

  @Test
  void read_wrongData_saysWhatIsAllowed() {
    assertThat(dataError("steam"))
        .isEqualTo("e.yaml:5: unknown data 'steam' (did you mean stream?); known: copy, stream");
    assertThat(dataError("{stream: 0}"))
        .isEqualTo(
            "e.yaml:5: data 'stream': shards must be a whole number from 1 to 1000, but is '0'");
    assertThat(dataError("'stream:shards=1001'"))
        .isEqualTo(
            "e.yaml:5: data 'stream': shards must be a whole number from 1 to 1000, but is '1001'");
    assertThat(dataError("{stream: {disk: 3g}}"))
        .isEqualTo("e.yaml:5: data 'stream': unknown parameter 'disk'; known: shards");
    assertThat(dataError("{copy: 3}"))
        .isEqualTo("e.yaml:5: data 'copy' has no parameters, but '3' is given; write only copy");
    assertThat(dataError("[stream, copy]"))
        .isEqualTo("e.yaml:5: data is a list, but must be one value: copy or stream");
  }

  @Test
  void read_dataOfNoUse_saysTheCure() {
    assertThat(error(HEAD + RAW + "  c: {train: raw, command: 'x {out}', data: stream}\n"))
        .isEqualTo(
            "e.yaml:5: data is given, but the command has no {input}, the folder of the data; add it"
                + " to the command, for example: --data {input}");
    assertThat(
            error(
                HEAD
                    + RAW
                    + "  c: {train: raw, command: 'x {out}'}\n  d:\n    train: c\n"
                    + "    command: 'x {input} {out}'\n    data: stream\n"))
        .isEqualTo(
            "e.yaml:9: data: stream needs a table, but c makes files; remove data: stream, so that"
                + " {input} is a copy of them");
  }

  @Test
  void read_unknownStep_listsTheKnown() {
    assertThat(
            error(
                HEAD
                    + RAW
                    + "  c:\n    preprocess: raw\n    steps:\n      - empty\n      - lenth\n"))
        .isEqualTo(
            "e.yaml:9: unknown step 'lenth' (did you mean length?); known: deduplicate, empty,"
                + " frequency, identical, known-words, length, length-ratio, listed-words, lowercase,"
                + " normalize-whisper,"
                + " normalize-whitespace, select, tokenize");
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
            "e.yaml:8: a step is written NAME, NAME: VALUE or NAME: {PARAMETER: VALUE}, but this one"
                + " has the keys empty, identical");
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
        .isEqualTo(
            "e.yaml:5: unknown metric 'blue' (did you mean bleu?); known: accuracy, auc,"
                + " average-precision, balanced-accuracy, bits-per-character, bleu, calibration-error,"
                + " cer, chrf, confusion, edit-distance, exact-match, f1, kappa, kendall, log-loss,"
                + " mae, mcc, mer, mse, pearson, perplexity, precision, recall, rouge, seqeval,"
                + " spearman, ter, wer, wil, wip");
    assertThat(error(HEAD + RAW + "  c: {score: raw, against: raw, metric: {bleu: {tok: zh}}}\n"))
        .isEqualTo(
            "e.yaml:5: metric 'bleu': unknown parameter 'tok'; known: tokenize, lowercase,"
                + " smooth-method, smooth-value, max-ngram-order, effective-order");
  }

  @Test
  void read_splitThatCannotBe_namesTheLine() {
    String data = HEAD + RAW + "  d: {split: raw, ";
    assertThat(error(data + "to: {a: rest}}\n"))
        .isEqualTo(
            "e.yaml:5: unknown key in a split stage 'to'; known: split, into, by, columns, seed");
    assertThat(error(data + "seed: 1}\n")).isEqualTo("e.yaml:5: stage d needs 'into'");
    assertThat(error(data + "into: 3}\n"))
        .isEqualTo("e.yaml:5: into is '3', but must be a mapping of keys to values");
    assertThat(error(data + "into: {a: rest, b: 1.5}}\n"))
        .isEqualTo(
            "e.yaml:5: part b: '1.5' is not the size of a part; write a number of lines (200), a"
                + " fraction of all lines (0.1 or 10%), or rest");
    assertThat(error(data + "by: random, into: {a: rest}}\n"))
        .isEqualTo("e.yaml:5: unknown way to split 'random'; known: position, hash, label");
    assertThat(error(data + "by: hash, into: {a: rest, b: 200}}\n"))
        .isEqualTo(
            "e.yaml:5: into: part 'b' must be a fraction (10%) or rest, but is 200 lines; by hash,"
                + " each line is drawn alone, so lines cannot be counted; to get exact numbers, leave"
                + " out 'by: hash'");
    assertThat(error(data + "by: label, into: {a: rest, b: 200}}\n"))
        .isEqualTo(
            "e.yaml:5: into: a split by label needs columns; name the columns that hold the label");
    assertThat(error(HEAD + RAW + "  d: {split: 'raw:en', into: {a: rest}}\n"))
        .startsWith("e.yaml:5: split works on whole tables; ");
  }

  @Test
  void read_emptyLists_sayWhichOne() {
    String score = HEAD + RAW + "  s: {score: 'raw:en', against: %s, metric: %s}\n";
    assertThat(error(String.format(Locale.ROOT, score, "[]", "bleu")))
        .isEqualTo("e.yaml:5: against is an empty list; give at least one");
    assertThat(error(String.format(Locale.ROOT, score, "'raw:de'", "[]")))
        .isEqualTo("e.yaml:5: metric is an empty list; give at least one");
    assertThat(error(HEAD + "  raw: {import: [], columns: [en]}\n"))
        .isEqualTo("e.yaml:4: import is an empty list; give at least one");
  }

  @Test
  void read_balanceThatCannotBe_saysWhatCan() {
    String shard = HEAD + RAW + "  s: {shard: raw, into: 2, balance: %s}\n";
    assertThat(error(String.format(Locale.ROOT, shard, "words")))
        .isEqualTo("e.yaml:5: unknown balance 'words'; known: lines, tokens");
    assertThat(error(String.format(Locale.ROOT, shard, "[tokens, lines]")))
        .isEqualTo("e.yaml:5: balance is a list, but must be a mapping of keys to values");
    assertThat(error(String.format(Locale.ROOT, shard, "{tokens: {column: en}}")))
        .isEqualTo(
            "e.yaml:5: balance 'tokens': unknown parameter 'column' (did you mean columns?); known: columns");
    assertThat(error(String.format(Locale.ROOT, shard, "'tokens:columns=en+en'")))
        .isEqualTo("e.yaml:5: balance 'tokens': column 'en' is named twice; name it once");
  }

  @Test
  void read_moreShardsThanATableHas_saysSo() {
    assertThat(error(HEAD + RAW + "  s: {shard: raw, into: 100001}\n"))
        .isEqualTo(
            "e.yaml:5: into: this makes 100001 shards, but a table can have 100000 at most; make"
                + " larger shards");
  }
}
