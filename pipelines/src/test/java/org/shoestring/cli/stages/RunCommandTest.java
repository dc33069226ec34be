package org.shoestring.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.ExperimentVerbs;
import org.shoestring.cli.Ran;

/** {@code run}: what it makes, and what it tells. */
class RunCommandTest extends ExperimentVerbs {

  RunCommandTest(@TempDir Path folder) {
    super(folder);
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
        .contains("late   RUN because it was never finished\n");
    assertThat(verb("status", "e.yaml").good().out())
        .contains("raw    CACHED  5 lines, 1 rejected (columns 1)\n")
        .contains("model  CACHED  1 file, 6 B\n")
        .contains("late   RUN because it was never finished\n");
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
  void run_workspaceThatIsAFile_isExit5() {
    assertThat(verb("status", "e.yaml", "--set", "workspace=raw.tsv").error(5, folder))
        .contains("raw.tsv");
  }
}
