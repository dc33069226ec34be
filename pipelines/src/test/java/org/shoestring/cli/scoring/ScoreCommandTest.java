package org.shoestring.cli.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.ExperimentVerbs;
import org.shoestring.cli.Ran;

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
        .startsWith("BLEU|nrefs:1|")
        .contains(" = ");
  }

  @Test
  void score_smallNumberAndTie_areAsPythonPrintsThem() throws IOException {
    Files.writeString(folder.resolve("one.txt"), "same\n" + "a\n".repeat(31));
    Files.writeString(folder.resolve("ref.txt"), "same\n" + "b\n".repeat(31));
    String[] accuracy = {path("ref.txt"), "-m", "accuracy"};
    assertThat(verb("score", "one.txt", accuracy).good().out())
        .endsWith(" = 0.0312 (correct = 1 total = 32)\n");
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
        .startsWith("BLEU|nrefs:2|")
        .contains(" = 100.0 ");
  }

  /** Some lines of German with their translations, of two systems; and a reference. */
  private void systems() throws IOException {
    StringBuilder reference = new StringBuilder();
    StringBuilder good = new StringBuilder();
    StringBuilder bad = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String line = "the cat number " + i + " sat on the " + (i % 3 == 0 ? "mat" : "hat") + " .";
      reference.append(line).append('\n');
      good.append(i % 5 == 0 ? line.replace("sat", "sits") : line).append('\n');
      bad.append(i % 2 == 0 ? line.replace("sat on the", "stood at a") : line).append('\n');
    }
    Files.writeString(folder.resolve("ref"), reference);
    Files.writeString(folder.resolve("good"), good);
    Files.writeString(folder.resolve("bad"), bad);
    Files.writeString(folder.resolve("same"), good);
  }

  @Test
  void score_intervalsAndTests_areThoseOfSacrebleu() throws IOException {
    systems();
    // sacrebleu 2.6.0: sacrebleu ref -i bad --confidence -f text
    assertThat(verb("score", "bad", path("ref"), "--confidence").good().out())
        .isEqualTo(
            "BLEU|nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp"
                + "|version:shoestring-1 = 69.6 (μ = 69.6 ± 7.9) 83.3/75.0/64.3/58.3 (BP = 1.000"
                + " ratio = 1.000 hyp_len = 540 ref_len = 540)\n");
    // sacrebleu ref -i bad good same -m bleu chrf --paired-bs -f text
    Ran compared =
        verb("score", "ref", options("bleu", "chrf", "bad", "good", "same", "bootstrap")).good();
    assertThat(compared.out().replace(folder + "/", "").replaceAll(" {2,}", "  ").lines())
        .containsExactly(
            "System  BLEU (μ ± 95% CI)  p  p (Holm)  chrF2 (μ ± 95% CI)  p  p (Holm)",
            "bad  69.6 (69.6 ± 7.9)  81.6 (81.6 ± 4.6)",
            "good  92.6 (92.5 ± 3.7) *  0.0010  0.0020  96.0 (95.9 ± 2.0) *  0.0010  0.0020",
            "same  92.6 (92.5 ± 3.7) *  0.0010  0.0020  96.0 (95.9 ± 2.0) *  0.0010  0.0020",
            "",
            "baseline: bad; *: the best, and those not significantly worse (p >= 0.05 by Holm's"
                + " correction)",
            "BLEU  nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp"
                + "|version:shoestring-1",
            "chrF2  nrefs:1|bs:1000|seed:12345|case:mixed|eff:yes|nc:6|nw:0|space:no"
                + "|version:shoestring-1");
    assertThat(compared.err().replace(folder + "/", ""))
        .contains("hypotheses: bad, good, same; reference: ref");
  }

  private String[] options(String... words) {
    return new String[] {
      "-m",
      words[0],
      "-m",
      words[1],
      "-i",
      path(words[2]),
      path(words[3]),
      "-i",
      path(words[4]),
      "--paired",
      words[5]
    };
  }

  @Test
  void score_randomizationInEachForm_isThatOfSacrebleu() throws IOException {
    systems();
    String[] asked = {
      "-m", "ter", "-i", path("bad"), path("good"), "--paired", "approximate-randomization"
    };
    Function<String, String> form =
        format ->
            verb(
                    "score",
                    "ref",
                    Stream.concat(Stream.of(asked), Stream.of("--format", format))
                        .toArray(String[]::new))
                .good()
                .out()
                .replace(folder + "/", "");
    String signature =
        "nrefs:1|ar:10000|seed:12345|case:lc|tok:tercom|norm:no|punct:yes|asian:no"
            + "|version:shoestring-1";
    // sacrebleu 2.6.0: sacrebleu ref -i bad good -m ter --paired-ar -f json
    assertThat(form.apply("tsv"))
        .isEqualTo(
            "bad\tTER\t16.666666666666664\t\t\t\t\t"
                + signature
                + "\n"
                + "good\tTER\t2.2222222222222223\t\t\t0.00009999000099990002\t\t"
                + signature
                + "\n");
    assertThat(form.apply("json"))
        .contains("\"system\" : \"good\"")
        .contains("\"score\" : 2.2222222222222223,")
        .contains("\"p_value\" : 9.999000099990002e-05,")
        .contains("\"mean\" : null,");
    String best = "best, and those not significantly worse (p >= 0.05)\n";
    assertThat(form.apply("markdown"))
        .isEqualTo(
            "| System | TER | p |\n|---|---:|---:|\n| bad | 16.7 |  |\n| good | **2.2** | 0.0001 |\n"
                + "\n    baseline: bad; bold: the "
                + best
                + "    TER  "
                + signature
                + "\n");
    assertThat(form.apply("latex"))
        .isEqualTo(
            "\\begin{tabular}{lrr}\n\\toprule\nSystem & TER & p \\\\\n\\midrule\n"
                + "bad & 16.7 &  \\\\\ngood & \\textbf{2.2} & 0.0001 \\\\\n\\bottomrule\n\\end{tabular}\n"
                + "\n% baseline: bad; bold: the "
                + best
                + "% TER  "
                + signature
                + "\n");
  }

  @Test
  void score_noLines_haveAScoreButNoInterval() throws IOException {
    Files.writeString(folder.resolve("none"), "");
    assertThat(verb("score", "none", path("none"), "-b").good().out()).isEqualTo("0.0\n");
    Ran asked = verb("score", "none", path("none"), "--confidence");
    assertThat(asked.code()).isEqualTo(4);
    assertThat(asked.err())
        .endsWith("none has no lines, so there is no interval and nothing to test\n");
    assertThat(verb("score", "none", path("none"), "-w", "101").error(2, folder))
        .startsWith("--width")
        .contains("100");
  }

  @Test
  void score_tokenizedOutput_isToldOf() throws IOException {
    Files.writeString(folder.resolve("tokenized"), "a b .\n".repeat(100));
    assertThat(
            verb("score", "tokenized", path("tokenized"), "-m", "bleu", "-m", "bleu:zh")
                .good()
                .err())
        .containsOnlyOnce(
            "tokenized: 100 lines of the output end in a tokenized period (' .'). It looks like you"
                + " forgot to detokenize your test data, which may hurt your score");
    assertThat(verb("score", "tokenized", path("tokenized"), "-m", "chrf").good().err())
        .doesNotContain("detokenize");
  }

  @Test
  void score_rightOrWrong_isTestedByMcNemar() throws IOException {
    systems();
    String[] asked = {
      "-m", "exact-match", "-i", path("bad"), path("good"), "--paired", "mcnemar", "--format", "tsv"
    };
    // 24 segments are right in good only, 6 in bad only: 2 * P(X <= 6), X of B(30, 1/2)
    assertThat(verb("score", "ref", asked).good().out())
        .contains("\texact-match\t0.8\t\t\t0.0014309063")
        .contains("nrefs:1|test:mcnemar|version");
    asked[1] = "bleu";
    assertThat(verb("score", "ref", asked).error(2, folder))
        .isEqualTo(
            "--paired mcnemar: bleu does not say of each segment whether it is right; choose"
                + " accuracy or exact-match, or another test: --paired bootstrap");
  }

  @Test
  void score_someLines_areThoseOfAShorterText() throws IOException {
    systems();
    List<String> bad = Files.readAllLines(folder.resolve("bad"));
    List<String> reference = Files.readAllLines(folder.resolve("ref"));
    Files.write(folder.resolve("bad3"), List.of(bad.get(1), bad.get(4), bad.get(58)));
    Files.write(
        folder.resolve("ref3"), List.of(reference.get(1), reference.get(4), reference.get(58)));
    String whole = verb("score", "bad3", path("ref3")).good().out();
    Files.write(folder.resolve("lines"), List.of("2", "5", "59"));
    assertThat(verb("score", "bad", path("ref"), "--where", path("lines")).good().out())
        .isEqualTo(whole.replace("nrefs:1|", "nrefs:1|subset:lines|"));
    String[] domains = new String[60];
    Arrays.fill(domains, "law");
    domains[1] = domains[4] = domains[58] = "news";
    Files.write(folder.resolve("domain"), List.of(domains));
    assertThat(verb("score", "bad", path("ref"), "--where", path("domain") + "=news").good().out())
        .isEqualTo(whole.replace("nrefs:1|", "nrefs:1|subset:news|"));
    Files.write(folder.resolve("lines"), List.of("2", "2"));
    assertThat(verb("score", "bad", path("ref"), "--where", path("lines")).error(4, folder))
        .isEqualTo("lines:2: 2 stands after 2; sort the numbers first: sort -nu");
    Files.write(folder.resolve("lines"), List.of("2", "61"));
    assertThat(verb("score", "bad", path("ref"), "--where", path("lines")).error(4, folder))
        .isEqualTo("lines:2: there is no line 61 to score, only 60 lines");
    Files.write(folder.resolve("lines"), List.of("two"));
    assertThat(verb("score", "bad", path("ref"), "--where", path("lines")).error(4, folder))
        .isEqualTo("lines:1: 'two' is not the number of a line; expected whole numbers from 1 on");
    assertThat(verb("score", "bad", path("ref"), "--where", path("ref3") + "=x").error(4, folder))
        .isEqualTo(
            "--where: ref3 has 3 lines, but there are more lines to score; both need the same"
                + " number of lines");
    assertThat(verb("score", "bad", path("ref"), "--where", path("domain") + "=x").error(4, folder))
        .isEqualTo("--where: none of the 60 lines counts; correct the value or the numbers");
  }

  @Test
  void score_segments_areAsSacrebleuScoresThem() throws IOException {
    systems();
    String[] one = {path("ref"), "--sentence"};
    // sacrebleu 2.6.0: head -1 ref > r; head -1 bad | sacrebleu r -sl -f text
    assertThat(verb("score", "bad", one).good().out().lines())
        .hasSize(60)
        .startsWith(
            "BLEU|nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:shoestring-1 = 35.5"
                + " 66.7/50.0/28.6/16.7 (BP = 1.000 ratio = 1.000 hyp_len = 9 ref_len = 9)");
    assertThat(
            verb(
                    "score",
                    "bad",
                    path("ref"),
                    "--sentence",
                    "-b",
                    "-w",
                    "2",
                    "-m",
                    "ter",
                    "-m",
                    "chrf")
                .good()
                .out())
        .startsWith("33.33\t61.84\n0.00\t100.00\n");
    assertThat(verb("score", "bad", path("ref"), "--sentence", "--confidence").error(2, folder))
        .startsWith("--sentence prints the scores of one system, without intervals");
  }

  @Test
  void score_stagesThatScored_readNoText() {
    String whole = verb("score", "e.yaml:bleu", "--format", "tsv", "--confidence").good().out();
    assertThat(whole.lines().map(line -> line.replaceAll("(\t[^\t]*){6}$", "")))
        .containsExactly(path("e.yaml:bleu") + "\tBLEU", path("e.yaml:bleu") + "\tchrF2");
    assertThat(whole)
        .isEqualTo(
            verb(
                    "score",
                    "e.yaml:hyp",
                    path("e.yaml:clean:de"),
                    "-m",
                    "bleu",
                    "-m",
                    "chrf",
                    "--format",
                    "tsv",
                    "--confidence")
                .good()
                .out()
                .replace("e.yaml:hyp", "e.yaml:bleu"));
    assertThat(verb("score", "e.yaml:bleu", path("e.yaml:bleu"), "--confidence").error(2, folder))
        .isEqualTo("a system is given twice: e.yaml:bleu, e.yaml:bleu");
    assertThat(verb("score", "e.yaml:bleu", "-m", "ter").error(2, folder))
        .isEqualTo(
            "--metric: e.yaml:bleu was scored by its stage, so no text is read; leave this option"
                + " out, or give the hypotheses and the references");
    assertThat(verb("score", "e.yaml:bleu", "--paired", "bootstrap").error(2, folder))
        .isEqualTo(
            "--paired compares systems, but there is only e.yaml:bleu; give the baseline and one or"
                + " more others");
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
            "--metric: unknown metric 'blue' (did you mean bleu?); known: accuracy, auc,"
                + " average-precision, balanced-accuracy, bits-per-character, bleu, calibration-error,"
                + " cer, chrf, confusion, edit-distance, exact-match, f1, kappa, kendall, log-loss,"
                + " mae, mcc, mer, mse, pearson, perplexity, precision, recall, rouge, seqeval,"
                + " spearman, ter, wer, wil, wip");
    assertThat(verb("score", "t.txt", path("t.txt"), "-m", "bleu:tokenize=13b").error(2, folder))
        .isEqualTo(
            "--metric: metric 'bleu': tokenize must be one of 13a, intl, zh, char, none, but is"
                + " '13b'");
  }
}
