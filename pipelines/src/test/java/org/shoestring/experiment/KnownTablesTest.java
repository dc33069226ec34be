package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.spec.UsageException;

/** What an experiment's file tells of tables and columns before anything is run. */
class KnownTablesTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [en, de, id]}
        clean: {preprocess: raw, steps: [empty, select: [de, en], deduplicate, length: {max: 9, columns: [en]}]}
        data: {split: clean, into: {train: rest, test: 10%}, by: hash, columns: [de]}
        shards: {shard: data.train, into: 2}
        model: {train: shards, command: "x {out} {data.test} {raw}"}
        hyp: {pipe: "data.test:en", command: "x {model}", columns: [hyp]}
        bleu: {score: hyp, against: "data.test:de", metric: bleu}
        why: {preprocess: raw._rejected, steps: [select: text]}
        sums: {preprocess: bleu.statistics, steps: [empty]}
        again: {pipe: "bleu.scores:score", command: cat, columns: [x]}
      """;

  private final Path file;

  KnownTablesTest(@TempDir Path folder) {
    this.file = folder.resolve("e.yaml");
  }

  private Experiment read(String yaml) throws IOException {
    Files.writeString(file, yaml);
    return Experiment.read(file, List.of());
  }

  @Test
  void read_everyStageType_tablesAndColumnsFlow() throws IOException {
    assertThat(read(YAML).stages()).hasSize(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "select: [de, en]|select: [de, fr]|5: step 'select': ",
        "columns: [en]}|columns: [id]}|5: step 'length': ",
        "columns: [de]}|columns: [id]}|6: ",
        "preprocess: raw,|preprocess: raw.all,|5: unknown table 'all'; known: main, _rejected",
        "shard: data.train|shard: data.tran|7: unknown table 'tran' (did you mean train?); known:"
            + " train, test",
        "shard: data.train|shard: data|7: choose one of its tables: train, test",
        "shard: data.train|shard: model|7: ",
        "into: 2}|into: 2, balance: {tokens: [de, id]}}|7: balance 'tokens': unknown column 'id';"
            + " known: de, en",
        "{data.test}|{data.tset}|8: unknown table 'tset' (did you mean test?); known: train, test",
        "{data.test}|{data}|8: choose one of its tables: train, test",
        "{raw}|{raw.x}|8: unknown table 'x'; known: main, _rejected",
        "pipe: \"data.test:en|pipe: \"data.test:id|9: unknown column 'id'; known: de, en",
        "pipe: \"data.test:en|pipe: \"model:en|9: the output is files, not a table",
        "{model}|{model.x}|9: the output is files, not a table",
        "score: hyp|score: \"hyp:en\"|10: unknown column 'en'; known: hyp",
        "score: hyp|score: data.test|10: data.test has the columns de, en; choose the one to score:"
            + " data.test:COLUMN",
        "against: \"data.test:de|against: \"data.test:id|10: unknown column 'id'; known: de, en",
        "against: \"data.test:de|against: \"data.dev:de|10: unknown table 'dev'; known: train,"
            + " test",
        "select: text|select: en|11: step 'select': ",
        "bleu.statistics|bleu|12: choose one of its tables: scores, statistics",
        "bleu.scores:score|bleu.scores:value|13: unknown column 'value'; known: metric, score",
      })
  void read_whatNoStageMakes_isAnErrorWithItsLine(String from, String to, String expected) {
    assertThat(YAML).contains(from);
    assertThatThrownBy(() -> read(YAML.replace(from, to)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(file + ":" + expected);
  }
}
