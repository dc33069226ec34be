package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.pipeline.process.ExitCode;

/** Programs that change what they are given, as root may, and others by putting files in place. */
@Timeout(120)
class SharedCopiesTest {
  private static final String HEAD =
      """
      experiment: e
      workspace: ws
      stages:
        raw: {import: a.tsv, columns: [en]}
        model: {train: raw, command: "mkdir {out}/d; echo clean > {out}/d/m"}
      """;

  private final Path folder;

  SharedCopiesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Bench bench(String stages) throws IOException {
    Bench bench = new Bench(folder, HEAD + stages.indent(2));
    bench.write("a.tsv", "1\n2\n3\n4\n5\n6\n");
    return bench;
  }

  private static String failure(Map<String, StageResult> results, String stage) {
    Exception error = Objects.requireNonNull(Bench.result(results, stage).error(), stage);
    assertThat(ExitCode.of(error)).isEqualTo(1);
    return ExitCode.message(error);
  }

  private static final String SPOIL = "rm -f {model}/d/m; echo changed > {model}/d/m";

  @Test
  void pipe_programThatChangesTheModel_isNotCommittedAndOthersGetItClean() throws IOException {
    Bench bench =
        bench(
            """
            one: {pipe: raw, command: "cat; %s", columns: [x]}
            """
                .formatted(SPOIL));

    assertThat(failure(bench.attempt(), "one"))
        .startsWith(
            "the local copy of {model} was changed while the stage was running: d/m was altered, in"
                + " ")
        .endsWith("cp -r --no-preserve=mode {model} DIR");

    bench.remarks();
    Bench next =
        bench(
            """
            two: {pipe: raw, command: "sed s/$/$(cat {model}/d/m)/", columns: [x]}
            """);
    assertThat(Bench.lines(next.run(), "two"))
        .containsExactly("1clean", "2clean", "3clean", "4clean", "5clean", "6clean");
    assertThat(next.remarks())
        .anySatisfy(remark -> assertThat(remark).endsWith(": d/m was changed, and is restored"));
  }

  @Test
  void pipe_otherStageChangesTheModelMeanwhile_isNotCommittedEither() throws IOException {
    Bench bench =
        bench(
            """
            one: {pipe: raw, command: "cat; until [ -e began ]; do sleep 0.05; done; %s; touch spoilt", columns: [x]}
            two: {pipe: raw, command: "touch began; until [ -e spoilt ]; do sleep 0.05; done; cat {model}/d/m >/dev/null; cat", columns: [y]}
            """
                .formatted(SPOIL));

    Map<String, StageResult> results = bench.attempt();

    assertThat(failure(results, "one")).contains("d/m was altered");
    assertThat(failure(results, "two")).contains("d/m was altered");
  }

  @Test
  void pipe_keptAliveProgramThatChangesTheModel_isNotCommitted() throws IOException {
    Bench bench =
        bench(
            """
            one: {pipe: raw, command: "%s; exec sed -u p -n", keep-alive: true, columns: [x]}
            """
                .formatted(SPOIL));

    assertThat(failure(bench.attempt(), "one")).contains("d/m was altered");
  }

  @Test
  void pipe_onFlink_programThatChangesTheModel_isNotCommitted() throws IOException {
    Bench bench =
        bench(
                """
                one: {pipe: raw, command: "cat; %s", columns: [x]}
                """
                    .formatted(SPOIL))
            .on("flink-local", 1);

    assertThat(failure(bench.attempt(), "one")).contains("d/m was altered");
  }

  @Test
  void pipe_addedFile_isNamedAndRemovedBeforeTheNext() throws IOException {
    Bench bench =
        bench(
            """
            one: {pipe: raw, command: "cat; echo > {model}/more", columns: [x]}
            """);

    assertThat(failure(bench.attempt(), "one")).contains("more was added");

    Bench next =
        bench(
            """
            two: {pipe: raw, command: "ls {model} >&2; cat > $(mktemp); ls {model}; printf '2\\n3\\n4\\n5\\n6\\n'", columns: [x]}
            """);
    assertThat(Bench.lines(next.run(), "two")).startsWith("d");
  }

  @Test
  void train_inputThatAFailedCommandChanged_isAsItWasInTheNextRun() throws IOException {
    Bench bench =
        bench(
            """
            m: {train: raw, command: "f=$(ls {input}/part-*); [ -e {checkpoints}/again ] && zcat \\"$f\\" > {out}/seen && exit; touch {checkpoints}/again; echo x | gzip > x.gz; mv -f x.gz \\"$f\\"; touch {input}/more; exit 1"}
            """);

    assertThat(failure(bench.attempt(), "m")).contains("ended with exit code 1");
    bench.remarks();

    assertThat(Bench.file(bench.run(), "m", "seen")).isEqualTo("1\n2\n3\n4\n5\n6\n");
    assertThat(bench.remarks())
        .anySatisfy(
            remark ->
                assertThat(remark)
                    .contains("more was added, and is removed; part-00000-00000-")
                    .endsWith(" was changed, and is restored"));
  }

  @Test
  void pipe_sameInputsUnderExchangedNames_areNotMixedUp() throws IOException {
    String stages =
        """
        %s: {train: raw, command: "echo 1 > {out}/m"}
        %s: {train: raw, command: "echo 2 > {out}/m"}
        p: {pipe: raw, command: "%s sed s/$/:$(cat {%s}/m)$(cat {%s}/m)/", columns: [x]}
        """;

    assertThat(
            Bench.lines(
                bench(String.format(Locale.ROOT, stages, "a", "b", "", "a", "b")).run(), "p"))
        .startsWith("1:12", "2:12");
    assertThat(
            Bench.lines(
                bench(String.format(Locale.ROOT, stages, "b", "a", "true;", "b", "a")).run(), "p"))
        .startsWith("1:12", "2:12");
  }

  @Test
  void pipe_executableOfATrainStage_runs() throws IOException {
    Bench bench =
        bench(
            """
            tool: {train: raw, command: "printf '#!/bin/sh\\\\ncat\\\\n' > {out}/tok; chmod +x {out}/tok"}
            p: {pipe: raw, command: "{tool}/tok", columns: [x]}
            """);

    assertThat(Bench.lines(bench.run(), "p")).containsExactly("1", "2", "3", "4", "5", "6");
  }
}
