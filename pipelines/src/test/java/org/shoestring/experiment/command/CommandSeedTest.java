package org.shoestring.experiment.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.Bench;
import org.shoestring.experiment.plan.StageResult;

/** Which commands are given a seed, and run again for another one. */
@Timeout(120)
class CommandSeedTest {
  private static final String HEAD =
      "experiment: e\nworkspace: ws\nstages:\n  raw: {import: a.tsv, columns: [en]}\n";
  private static final String PRINT = "echo ${SHOESTRING_SEED-none}";

  private final Path folder;

  CommandSeedTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Bench bench(String stages) throws IOException {
    Bench bench = new Bench(folder, HEAD + stages);
    bench.write("a.tsv", "1\n");
    return bench;
  }

  @Test
  void run_programsThatNameTheVariable_areGivenIt() throws IOException {
    Bench bench =
        bench(
            """
              text: {train: raw, command: 'echo $SHOESTRING_SEED > {out}/x'}
              program: {train: raw, command: 'sh p.sh > {out}/x'}
              noEnding: {train: raw, command: './p > {out}/x'}
              sourced: {train: raw, command: 'sh outer.sh > {out}/x'}
              pipe: {pipe: raw, command: 'sed s/$/$SHOESTRING_SEED/', columns: [x]}
              none: {train: raw, command: 'env | grep -c STRING_SEE[D] > {out}/x; true'}
            """);
    bench.write("p.sh", PRINT);
    bench.write("p", "#!/bin/sh\n" + PRINT);
    assertThat(bench.path("p").toFile().setExecutable(true)).isTrue();
    bench.write("outer.sh", ". ./p.sh\n");
    Map<String, StageResult> results = bench.run();
    assertThat(Bench.file(results, "text", "x")).isEqualTo("1\n");
    assertThat(Bench.file(results, "program", "x")).isEqualTo("1\n");
    assertThat(Bench.file(results, "noEnding", "x")).isEqualTo("1\n");
    assertThat(Bench.file(results, "sourced", "x")).isEqualTo("1\n");
    assertThat(Bench.lines(results, "pipe")).containsExactly("11");
    assertThat(Bench.file(results, "none", "x")).isEqualTo("0\n");
  }

  @Test
  void run_seedThatTheExperimentSays_isGivenToWhatTrains() throws IOException {
    Bench bench =
        bench(
            """
              model: {train: raw, command: 'env | grep STRING_SEE[D] > {out}/x'}
              pipe: {pipe: raw, command: 'env | grep -c STRING_SEE[D]; true', columns: [x]}
            """);
    Map<String, StageResult> results = bench.run("seed=7");
    assertThat(Bench.file(results, "model", "x")).isEqualTo("SHOESTRING_SEED=7\n");
    assertThat(Bench.lines(results, "pipe")).containsExactly("0");
    assertThat(bench.plan("seed=8"))
        .containsExactly("raw CACHED", "model RUN seed changed", "pipe CACHED");
  }

  @Test
  void run_seedOfAStage_comesBeforeThatOfTheExperiment() throws IOException {
    Bench bench =
        bench(
            """
              model: {train: raw, command: 'echo {seed} $SHOESTRING_SEED > {out}/x', seed: 3}
              pipe: {pipe: raw, command: 'env | sed -n s/.*STRING_SEE[D]=//p', columns: [x], seed: 4}
            """);
    Map<String, StageResult> results = bench.run("seed=7");
    assertThat(Bench.file(results, "model", "x")).isEqualTo("3 3\n");
    assertThat(Bench.lines(results, "pipe")).containsExactly("4");
    assertThat(bench.plan("seed=8", "stages.pipe.seed=5"))
        .containsExactly("raw CACHED", "model CACHED", "pipe RUN seed changed");
  }
}
