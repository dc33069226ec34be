package org.shoestring.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.store.Stores;

/** {@code where} on an experiment that is run once. */
class WhereCommandTest {
  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void runOnce() throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: [en.txt, de.txt], columns: [en, de], max-bad-lines: 1, shard-size: 10}
          clean: {preprocess: raw, steps: [empty, deduplicate]}
          shards: {shard: clean, into: 2}
          upper: {pipe: "shards:en", command: "tr a-z A-Z", columns: [hyp]}
          accuracy: {score: upper, against: "shards:en", metric: exact-match}
          model: {train: shards, command: "touch {out}/m"}
          late: {preprocess: clean, steps: [lowercase]}
        """);
    Files.writeString(folder.resolve("en.txt"), "one\nt\two\nthree\nfour\none\nfive\nsix\n");
    Files.writeString(folder.resolve("de.txt"), "eins\nzwei\ndrei\n\neins\nfünf\nsechs\n");
    Ran.by("run", path("e.yaml"), "accuracy", "model", "--work-dir", path("work")).good();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static Ran where(String what, String... lines) {
    return Ran.by(
        Stream.concat(Stream.of("where", path(what)), Stream.of(lines)).toArray(String[]::new));
  }

  @Test
  void where_linesOfATable_areLinesOfFiles() {
    assertThat(where("e.yaml:clean", "1", "2", "3", "4").good().lines(folder))
        .containsExactly(
            "1\ten.txt\t1\tde.txt\t1",
            "2\ten.txt\t3\tde.txt\t3",
            "3\ten.txt\t6\tde.txt\t6",
            "4\ten.txt\t7\tde.txt\t7");
    assertThat(where("e.yaml:raw._rejected", "1").good().lines(folder))
        .containsExactly("1\ten.txt\t2\tde.txt\t2");
    assertThat(where("e.yaml:clean._rejected", "2").good().lines(folder))
        .containsExactly("2\ten.txt\t5\tde.txt\t5");
  }

  @Test
  void where_lineOfAShard_isAsTheTrainerCountsIt() throws IOException {
    List<String> english = Files.readAllLines(folder.resolve("en.txt"));
    List<String> lines = new ArrayList<>();
    try (LineSource shards =
        LineSource.open(path("e.yaml:shards:en"), 0, new SettingOptions(Stores.withoutOptions()))) {
      while (shards.next()) {
        lines.add(shards.row().toString());
      }
    }
    assertThat(lines).hasSize(4);
    for (int line = 0; line < 4; line++) {
      String place = line / 2 + ":" + (line % 2 + 1);
      int source = english.indexOf(lines.get(line)) + 1;
      assertThat(where("e.yaml:shards", place).good().lines(folder))
          .containsExactly(place + "\ten.txt\t" + source + "\tde.txt\t" + source);
      assertThat(where("e.yaml:shards:en", "" + (line + 1)).good().lines(folder))
          .containsExactly((line + 1) + "\ten.txt\t" + source + "\tde.txt\t" + source);
    }
  }

  @Test
  void where_trace_printsEachTableOnTheWay() {
    List<String> lines = where("e.yaml:accuracy.statistics", "2", "--trace").good().lines(folder);
    assertThat(lines).hasSize(6);
    assertThat(lines.subList(0, 3))
        .containsExactly("2\taccuracy.statistics\t2", "2\tupper\t2", "2\tshards\t2");
    assertThat(lines.get(3)).startsWith("2\tclean\t");
    assertThat(lines.get(4)).startsWith("2\traw\t");
    assertThat(lines.get(5)).startsWith("2\ten.txt\t");
  }

  @Test
  void where_whatCannotBe_saysWhy() {
    assertThat(where("e.yaml:clean", "5").error(2, folder))
        .isEqualTo("e.yaml:clean: there is no line 5; the lines are 1 to 4");
    assertThat(where("e.yaml:clean", "0").error(2, folder))
        .isEqualTo("e.yaml:clean: there is no line 0; the lines are 1 to 4");
    assertThat(where("e.yaml:shards", "2:1").error(2, folder))
        .isEqualTo("e.yaml:shards: there is no shard 2; the shards are 0 to 1");
    assertThat(where("e.yaml:shards", "1:3").error(2, folder))
        .isEqualTo("e.yaml:shards: there is no line 3 in shard 1; its lines are 1 to 2");
    assertThat(where("e.yaml:clean", "first").error(2, folder))
        .isEqualTo(
            "line 'first' is not the number of a line; write LINE, counted from 1, or"
                + " SHARD:LINE, with shards counted from 0");
    assertThat(where("e.yaml:model", "1").error(2, folder))
        .isEqualTo("e.yaml:model: the output is files, not a table");
    assertThat(where("e.yaml:accuracy", "1").error(2, folder))
        .isEqualTo("e.yaml:accuracy: choose one of its tables: scores, statistics");
    assertThat(where("e.yaml:accuracy.scores", "1").error(2, folder))
        .isEqualTo(
            "e.yaml:8: a line of accuracy.scores is computed from all lines of upper; ask for"
                + " accuracy.statistics, which has a line for each of them");
    assertThat(where("e.yaml:late", "1").error(2, folder))
        .isEqualTo(
            "e.yaml: late has no output yet (it was never finished); make it with: shoestring run e.yaml late");
    assertThat(where("en.txt", "1").error(2, folder))
        .isEqualTo("en.txt: 'where' needs a stage of an experiment; write FILE.yaml:STAGE[.TABLE]");
    assertThat(where("e.yaml:clean").error(2, folder))
        .isEqualTo("missing argument: LINE; all arguments and options: shoestring where --help");
  }

  @Test
  void help_ofWhere_hasAnExample() {
    assertThat(Ran.by("where", "--help").good().out())
        .startsWith("Usage: shoestring where ")
        .contains("--trace", "SHARD:LINE", "Example");
  }
}
