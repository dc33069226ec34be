package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.table.ProgramException;

/** What commands see, and what decides that they run again. The work folder's name has a blank. */
@Timeout(120)
class CommandStagesTest {
  private static final String HEAD =
      "experiment: e\nworkspace: ws\nseed: 7\nstages:\n  raw: {import: a.tsv, columns: [en]}\n";

  private final Path temp;

  CommandStagesTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private Bench bench(String folder, String yaml) throws IOException {
    Bench bench = new Bench(temp.resolve(folder), yaml);
    bench.write("a.tsv", "Maß\n");
    return bench;
  }

  private Bench bench(String stages) throws IOException {
    return bench("here", HEAD + stages);
  }

  @Test
  void run_programsNamedInAnyWay_runAgainWhenTheyAreEdited() throws IOException {
    Bench bench =
        bench(
            """
              spaced: {pipe: raw, command: "sh 'my tok.sh'", columns: [x]}
              cd: {pipe: raw, command: 'cd lib && sh tok2.sh', columns: [x]}
              pwd: {pipe: raw, command: 'sh "$PWD/tok3.sh"', columns: [x]}
              files: {pipe: raw, command: cat, files: [lib/*.sh], columns: [x]}
            """);
    for (String letter : List.of("A", "B")) {
      for (String program : List.of("my tok.sh", "lib/tok2.sh", "tok3.sh")) {
        bench.write(program, "sed s/^/" + letter + "/\n");
      }
      Map<String, StageResult> results = bench.run();
      assertThat(Bench.made(results)).contains("spaced", "cd", "pwd", "files");
      for (String stage : List.of("spaced", "cd", "pwd")) {
        assertThat(Bench.lines(results, stage)).as(stage).containsExactly(letter + "Maß");
      }
    }
    assertThat(Bench.made(bench.run())).isEmpty();
  }

  @Test
  void run_editedProgram_isNamedInThePlan() throws IOException {
    Bench bench = bench("  p: {pipe: raw, command: 'sh t.sh', columns: [x]}\n");
    bench.write("t.sh", "cat\n");
    bench.run();
    bench.write("t.sh", "cat # twice\n");
    assertThat(bench.plan()).containsExactly("raw CACHED", "p RUN file t.sh changed");
  }

  @Test
  void plan_repeatAndTimeout_areNoPartOfTheKey() throws IOException {
    Bench bench = bench("  p: {pipe: raw, command: cat, columns: [x]}\n");
    bench.run();
    bench.write(
        "e.yaml",
        HEAD + "  p: {pipe: raw, command: cat, columns: [x], repeat: true, timeout: 10m}\n");
    assertThat(bench.plan()).containsExactly("raw CACHED", "p CACHED");
  }

  @Test
  void plan_variableOfTheMachine_leadsIntoTheFolderOnEachMachine() throws IOException {
    Bench bench =
        bench("  p: {pipe: raw, command: ': \"$PATH/t.sh\" ~/u.sh; cat', columns: [x]}\n");
    bench.write("t.sh", "1\n");
    bench.write("lib/u.sh", "1\n");
    bench.run();
    bench.write("t.sh", "2\n");
    bench.write("lib/u.sh", "2\n");
    assertThat(bench.plan())
        .containsExactly("raw CACHED", "p RUN file lib/u.sh changed, file t.sh changed");
  }

  @Test
  void plan_movedExperiment_keepsItsKeys() throws IOException {
    List<String> keys = new ArrayList<>();
    for (String folder : List.of("one", "two/three")) {
      Path at = temp.resolve(folder);
      Bench bench =
          bench(
              folder,
              HEAD
                  + "  p: {pipe: raw, command: 'sh "
                  + at
                  + "/t.sh', columns: [x], env: {LIB: '"
                  + at
                  + "/lib'}}\n");
      bench.write("t.sh", "cat\n");
      keys.add(Bench.finished(bench.run(), "p").manifest().recipe().key());
    }
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
  }

  @Test
  void run_env_decidesTheKeyAndPassEnvDoesNot() throws IOException {
    String stage =
        "  p: {pipe: raw, command: 'sed \"s/$/ $X $Y $TZ/\"', columns: [x], env: {Y: ü}}\n";
    Bench bench = bench("here", "env: {X: 1, Y: 0}\n" + HEAD + stage);
    assertThat(Bench.lines(bench.run(), "p")).containsExactly("Maß 1 ü UTC");
    assertThat(bench.plan("pass-env=[AWS_PROFILE]")).containsExactly("raw CACHED", "p CACHED");
    assertThat(bench.plan("env.X=2")).containsExactly("raw CACHED", "p RUN env X changed");
    assertThat(Bench.lines(bench.run("env.TZ=CET"), "p")).containsExactly("Maß 1 ü CET");
  }

  @Test
  void run_shell_decidesWhatFails() throws IOException {
    Bench bench = bench("  m: {train: raw, command: 'false | tee {out}/log'}\n");
    assertThat(Bench.ends(bench.run())).contains("m DONE");
    String shell = "shell=bash -o pipefail -c";
    assertThat(bench.plan(shell)).containsExactly("raw CACHED", "m RUN shell changed");
    assertThat(Bench.result(bench.attempt(shell), "m").error())
        .isInstanceOf(ProgramException.class);
    assertThat(bench.plan("shell=/bin/sh -c")).containsExactly("raw CACHED", "m CACHED");
    assertThat(bench.plan("stages.m." + shell))
        .containsExactly("raw CACHED", "m RUN shell changed");
  }

  @Test
  void run_placeholdersInQuotes_workWithABlankInThePath() throws IOException {
    Bench bench =
        bench(
            """
              bare: {train: raw, command: 'zcat {input}/part-* > {out}/x'}
              double: {train: raw, command: 'zcat "{input}"/part-* > "{out}/x"'}
              single: {train: raw, command: "zcat '{input}'/part-* > '{out}'/x"}
              inner: {train: raw, command: 'echo "$(zcat "{input}"/part-*)" > {out}/x'}
              env: {train: raw, command: 'zcat "$SHOESTRING_INPUT"/part-* > "${SHOESTRING_OUT}/x"; cd "$SHOESTRING_CHECKPOINTS"'}
            """);
    Map<String, StageResult> results = bench.run();
    for (String stage : List.of("bare", "double", "single", "inner", "env")) {
      assertThat(Bench.file(results, stage, "x")).as(stage).isEqualTo("Maß\n");
    }
  }

  @Test
  void run_variablesOfInputs_areThoseOfPlaceholders() throws IOException {
    Bench bench =
        bench(
            """
              m-1: {train: raw, command: 'echo model > {out}/m'}
              p: {pipe: raw, command: ': {m-1}; sed "s/$/ $(cat "$SHOESTRING_M_1/m")/"', columns: [x]}
            """);
    assertThat(Bench.lines(bench.run(), "p")).containsExactly("Maß model");
  }

  @Test
  void run_pipesThatSpeak_leaveNoFoldersOfTheirLogs() throws IOException {
    Bench bench =
        bench(
            """
              p: {pipe: raw, command: 'echo said >&2; cat', columns: [x]}
              alive: {pipe: raw, command: 'exec sed -u s/a/a/', columns: [x], keep-alive: true}
            """);
    bench.run();
    try (Stream<Path> left = Files.walk(bench.path("work dir"))) {
      assertThat(left.filter(path -> String.valueOf(path.getFileName()).startsWith("pipe-")))
          .isEmpty();
    }
  }

  @Test
  void remarkUnwatched_importedProgram_isNamedOnce() throws IOException {
    Bench bench =
        bench(
            """
              a: {pipe: raw, command: 'python3 t.py', columns: [x]}
              b: {pipe: raw, command: 'python3 t.py', files: [lib.py], columns: [x]}
              c: {pipe: raw, command: 'python3 $D/t.py $D/no.py', files: [lib.py], columns: [x]}
            """);
    bench.write("t.py", "import lib\n");
    bench.write("lib.py", "");
    Experiment experiment = bench.experiment();
    Planner planner = bench.planner(experiment);
    List<Stage> stages = List.copyOf(experiment.stages().values());
    planner.remarkUnwatched(stages);
    planner.remarkUnwatched(stages);
    assertThat(bench.remarks())
        .containsExactly(
            "a: lib.py is not watched, but t.py seems to use it; add 'files: [lib.py]' to the stage",
            "c: '$D/no.py' is not watched, because it may be a different file on each machine; set"
                + " its variable with 'env', or add the file to 'files' of the stage");
    assertThat(planner.unwatched(Objects.requireNonNull(experiment.stages().get("b")))).isEmpty();
  }
}
