package org.shoestring.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.ExperimentVerbs;

/** {@code score}: the numbers of a stage, and of files. */
class ScoreCommandTest extends ExperimentVerbs {

  ScoreCommandTest(@TempDir Path folder) {
    super(folder);
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
        .isEqualTo(
            "--metric: unknown metric 'blue' (did you mean bleu?); known: accuracy,"
                + " balanced-accuracy, bleu, cer, chrf, confusion, edit-distance, exact-match, f1,"
                + " kappa, mcc, mer, precision, recall, rouge, seqeval, ter, wer, wil, wip");
    assertThat(verb("score", "t.txt", path("t.txt"), "-m", "bleu:tokenize=13b").error(2, folder))
        .isEqualTo(
            "--metric: metric 'bleu': tokenize must be one of 13a, intl, zh, char, none, but is"
                + " '13b'");
  }
}
