package org.shoestring.cli.argument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.Shoestring;
import org.shoestring.cli.Ran;

/** {@code FILE.yaml STAGE...} and {@code FILE.yaml:STAGE} mean the same to every verb. */
class StageWordsTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [en, de]}
        data: {split: raw, into: {train: rest, test: 1}, by: position}
        bleu: {score: "data.test:en", against: "data.test:de", metric: bleu}
        late: {preprocess: raw, steps: [lowercase]}
      """;

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void runOnce() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), YAML);
    Files.writeString(folder.resolve("raw.tsv"), "a b\ta b\nc d\tc x\ne f\te f\n");
    Files.writeString(folder.resolve("t.txt"), "one\n");
    Ran.by("run", folder + "/e.yaml", "bleu", "--work-dir", folder + "/work").good();
  }

  /** Runs a verb; E is the experiment, T a text. */
  private static Ran ran(String words) {
    String yaml = folder.resolve("e.yaml").toString();
    return Ran.by(
        Stream.of(words.split(" "))
            .map(word -> word.equals("T") ? folder.resolve("t.txt").toString() : word)
            .map(word -> word.startsWith("O/") ? folder + word.substring(1) : word)
            .map(
                word -> word.equals("E") || word.startsWith("E:") ? yaml + word.substring(1) : word)
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "path E raw, path E:raw",
    "path E data.test, path E:data.test",
    "explain E raw, explain E:raw",
    "status E data, status E:data",
    "run E data -n, run E:data -n",
    "ls E data, ls E:data",
    "shards verify E raw, shards verify E:raw",
    "wc E raw:de T, wc E:raw:de T",
    "wc E raw data.train, wc E:raw E:data.train",
    "where E data.test 1, where E:data.test 1",
    "score E raw:en raw:de -b, score E:raw:en E:raw:de -b"
  })
  void verb_stageBehindTheFile_isTheSame(String apart, String joined) {
    Ran one = ran(apart).good();
    assertThat(one.out()).isEqualTo(ran(joined).good().out()).isNotEmpty();
  }

  @Test
  void headAndCat_severalStages_printEach() throws Exception {
    Shoestring shoestring = Shoestring.in(folder);
    assertThat(shoestring.run("head", "-n", "1", "e.yaml", "raw:de", "raw").good().out())
        .isEqualTo("a b\na b\ta b\n");
    assertThat(shoestring.run("cat", "e.yaml", "raw:de", "t.txt").good().out())
        .isEqualTo("a b\nc x\ne f\none\n");
  }

  @ParameterizedTest
  @CsvSource({
    "export E raw:de O/a.txt, export E:raw:de O/b.txt",
    "cp E raw:de O/a.txt, cp E:raw:de O/b.txt"
  })
  void verb_stageBehindTheFile_writesTheSame(String apart, String joined) throws IOException {
    ran(apart + " -f").good();
    ran(joined + " -f").good();
    assertThat(folder.resolve("a.txt")).hasContent("a b\nc x\ne f\n");
    assertThat(folder.resolve("b.txt")).hasSameBinaryContentAs(folder.resolve("a.txt"));
  }

  @Test
  void path_severalStages_printsALineEach() {
    assertThat(ran("path E:raw data data.test").good().lines(folder))
        .satisfiesExactly(
            raw -> assertThat(raw).matches("w/outputs/import-[0-9a-f]+"),
            data -> assertThat(data).matches("w/outputs/split-[0-9a-f]+"),
            test -> assertThat(test).matches("w/outputs/split-[0-9a-f]+/test"));
  }

  @Test
  void explain_severalStages_explainsEach() {
    assertThat(ran("explain E raw late").good().out().lines().filter(l -> !l.startsWith(" ")))
        .satisfiesExactly(
            raw -> assertThat(raw).startsWith("raw  CACHED"),
            key -> assertThat(key).startsWith("key\t"),
            late -> assertThat(late).startsWith("late  RUN because it was never finished"),
            key -> assertThat(key).startsWith("key\t"));
  }

  @Test
  void verb_noStage_namesThem() {
    for (String verb : List.of("path", "explain")) {
      assertThat(ran(verb + " E").error(2, folder))
          .isEqualTo(verb + ": name a stage of e.yaml: raw, data, bleu, late");
    }
  }

  @Test
  void verb_tableWhereStagesAreMeant_saysWhatToWrite() {
    for (String verb : List.of("run", "status", "explain")) {
      assertThat(ran(verb + " E data.test").error(2, folder))
          .isEqualTo(
              "data.test: " + verb + " takes a whole stage, without a table or columns: data");
    }
    assertThat(ran("ls E raw:en").error(2, folder))
        .isEqualTo("e.yaml:raw:en: ls takes a whole stage, without a table or columns: raw");
  }

  @Test
  void verb_unknownStageBehindTheFile_listsTheKnown() {
    for (String verb : List.of("head", "cat", "wc", "ls")) {
      assertThat(ran(verb + " E rwa").error(2, folder))
          .isEqualTo(
              "experiment e: unknown stage 'rwa' (did you mean raw?); known: raw, data,"
                  + " bleu, late");
    }
  }

  @Test
  void where_noLine_saysHowToNameOne() {
    assertThat(ran("where E data.test").error(2, folder))
        .isEqualTo(
            "missing argument: LINE; write for example: shoestring where e.yaml:data.test 1");
  }

  @Test
  void score_oneText_saysThatTheReferenceIsMissing() {
    assertThat(ran("score E raw:en").error(2, folder))
        .isEqualTo(
            "missing argument: REF; score needs a hypothesis and one or more references, but"
                + " only e.yaml:raw:en is given");
  }

  @Test
  void export_severalSources_areRefused() {
    assertThat(ran("export E T -").error(2, folder))
        .isEqualTo(
            "export takes one SOURCE, but 2 are given (e.yaml, t.txt); run it once for each");
  }

  @Test
  void cp_experimentAndAFile_copiesBoth() {
    assertThat(ran("cp E T O/both/").good().out()).isEmpty();
    assertThat(folder.resolve("both/e.yaml")).hasContent(YAML);
    assertThat(folder.resolve("both/t.txt")).hasContent("one\n");
  }

  @Test
  void cp_stageThatIsAFileToo_isRefused() throws IOException {
    Path file = Path.of("raw");
    Files.writeString(file, "x\n");
    try {
      assertThat(ran("cp E raw O/x/").error(2, folder))
          .isEqualTo(
              "raw: this is both a file here and a stage of e.yaml; write ./raw or e.yaml:raw");
    } finally {
      Files.delete(file);
    }
  }
}
