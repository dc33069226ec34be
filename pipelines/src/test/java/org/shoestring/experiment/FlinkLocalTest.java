package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.Outputs;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.experiment.plan.StageResult.End;
import org.shoestring.pipeline.flink.embedded.EmbeddedFlink;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.worker.WorkSlots;

/** Experiments on the runner {@code flink-local}. */
@Timeout(300)
class FlinkLocalTest {
  private final Path folder;

  FlinkLocalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void twoAtOnce() {
    WorkSlots.limit(2, Long.MAX_VALUE);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    EmbeddedFlink.stop();
    WorkSlots.limit(Integer.MAX_VALUE, Long.MAX_VALUE);
    try (Stream<Path> left = Files.walk(Files.createDirectories(folder.resolve("spill")))) {
      assertThat(left.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .allMatch(name -> name.equals("lock"));
    }
  }

  private static String lines(int count) {
    Random random = new Random(3);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String word = i % 40 == 0 ? "" : Long.toString(random.nextLong(), 36);
      lines.append(word).append('\t').append("line ").append(i).append('\n');
    }
    return lines.toString();
  }

  @Test
  void run_anyParallelism_isAsOnDirect() throws Exception {
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: w
            stages:
              raw: {import: raw.tsv, columns: [a, b], shard-size: 4000}
              clean: {preprocess: raw, steps: [empty, lowercase]}
              hyp: {pipe: "clean:b", command: "tr a-z A-Z", columns: [h]}
              score: {score: hyp, against: "clean:b", metric: [exact-match, bleu]}
            """);
    bench.write("raw.tsv", lines(2000));
    bench.run();
    Map<String, String> direct = Outputs.digests(bench.path("w"));
    for (int parallelism = 1; parallelism <= 2; parallelism++) {
      String workspace = "workspace=w" + parallelism;
      Map<String, StageResult> results = bench.on("flink-local", parallelism).run(workspace);
      assertThat(Bench.made(results)).containsExactly("raw", "clean", "hyp", "score");
      assertThat(Outputs.digests(bench.path("w" + parallelism))).isEqualTo(direct);
      FinishedOutput clean = Bench.finished(results, "clean");
      assertThat(OutputWork.on(clean.output()).progress().lines()).isEqualTo(2000);
      assertThat(bench.run(workspace).values()).allMatch(result -> result.end() == End.CACHED);
    }
  }

  /** A line that is too long for one record of an exchange, and does not compress well. */
  private static String giant(int length) {
    Random random = new Random(4);
    StringBuilder line = new StringBuilder();
    while (line.length() < length) {
      line.append(Long.toString(random.nextLong(), 36));
    }
    return line.append("\tgiant\n").toString();
  }

  @Test
  void run_movedLines_areTheSameForASeedOnAnyRunnerAtAnyParallelism() throws Exception {
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: w
            stages:
              raw: {import: raw.tsv, columns: [a, b], shard-size: 8000}
              clean: {preprocess: raw, steps: [lowercase, deduplicate, {deduplicate: a}]}
              data: {split: clean, into: {train: rest, dev: 200, test: 20%}}
              sides: {split: clean, by: hash, columns: a, into: {train: rest, test: 0.3}}
              shards: {shard: data.train, into: 5}
            """);
    bench.write("raw.tsv", lines(2000) + giant(3 << 20) + lines(700));
    Set<List<String>> ofSeeds = new HashSet<>();
    for (int seed = 1; seed <= 3; seed++) {
      String[] onDirect = {"seed=" + seed, "workspace=w" + seed};
      Map<String, StageResult> results = bench.on("direct", 2).run(onDirect);
      Map<String, String> direct = Outputs.digests(bench.path("w" + seed));
      List<String> shuffled = Bench.lines(results, "shards");
      assertThat(ofSeeds.add(shuffled)).isTrue();
      List<String> train = Bench.lines(results, "data", "train");
      assertThat(shuffled).isNotEqualTo(train).containsExactlyInAnyOrderElementsOf(train);
      for (int parallelism = 1; parallelism <= 2; parallelism++) {
        String workspace = "w" + seed + "-" + parallelism;
        bench.on("flink-local", parallelism).run("seed=" + seed, "workspace=" + workspace);
        assertThat(Outputs.digests(bench.path(workspace))).isEqualTo(direct);
        workspace += "-direct";
        bench.on("direct", parallelism).run("seed=" + seed, "workspace=" + workspace);
        assertThat(Outputs.digests(bench.path(workspace))).isEqualTo(direct);
      }
    }
  }

  @Test
  void run_shardsBalancedByTokens_areTheSameOnAnyRunnerAtAnyParallelism() throws Exception {
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: w
            stages:
              raw: {import: raw.tsv, columns: [a, b], shard-size: 8000}
              even: {shard: raw, into: 5, balance: {tokens: b}}
            """);
    bench.write("raw.tsv", lines(1500) + "long\t" + "line ".repeat(700) + "\n" + lines(500));
    Map<String, StageResult> results = bench.on("direct", 2).run();
    assertThat(Bench.finished(results, "even").manifest().shards(TableName.MAIN))
        .anyMatch(shard -> shard.lines() < 300); // By lines, each would have 400.
    Map<String, String> direct = Outputs.digests(bench.path("w"));
    for (int parallelism = 1; parallelism <= 2; parallelism++) {
      String workspace = "w" + parallelism;
      bench.on("flink-local", parallelism).run("workspace=" + workspace);
      assertThat(Outputs.digests(bench.path(workspace))).isEqualTo(direct);
    }
  }

  @Test
  void run_badData_failsAsOnDirect() throws Exception {
    Bench bench = failing("bad: {import: bad.tsv, columns: [a, b]}");
    bench.write("bad.tsv", "a\tb\na\n");
    assertSameError(bench, "bad", ExitCode.BAD_DATA);
  }

  @Test
  void run_programFails_failsAsOnDirect() throws Exception {
    Bench bench = failing("fails: {pipe: raw, command: 'echo no >&2; exit 3', columns: [h]}");
    assertSameError(bench, "fails", ExitCode.FAILED);
  }

  @Test
  void run_storeFails_failsAsOnDirect() throws Exception {
    failing("").run();
    Bench bench = failing("stuck: {preprocess: raw, steps: [empty]}");
    Experiment experiment = bench.experiment();
    ExaminedStage stuck =
        bench.planner(experiment).examine(List.copyOf(experiment.stages().values())).get(1);
    Path folder = Path.of(Objects.requireNonNull(stuck.output()).folder());
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("_parts"), "a file where the records' folder belongs");
    assertSameError(bench, "stuck", ExitCode.STORAGE);
  }

  private Bench failing(String stage) throws IOException {
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: w
            stages:
              raw: {import: raw.tsv, columns: [a, b]}
            """
                + (stage.isEmpty() ? "" : "  " + stage + "\n"));
    if (!Files.exists(bench.path("raw.tsv"))) {
      bench.write("raw.tsv", lines(10));
    }
    return bench;
  }

  private static void assertSameError(Bench bench, String stage, int code) throws IOException {
    Exception flink = error(one(bench.on("flink-local", 2), stage));
    Exception direct = error(one(bench.on("direct", 2), stage));
    assertThat(ExitCode.message(flink)).isEqualTo(ExitCode.message(direct));
    assertThat(ExitCode.of(direct)).isEqualTo(code);
    assertThat(ExitCode.of(flink)).isEqualTo(code);
  }

  private static StageResult one(Bench bench, String stage) throws IOException {
    return Objects.requireNonNull(bench.attempt().get(stage));
  }

  private static Exception error(StageResult result) {
    return Objects.requireNonNull(result.error());
  }

  @Test
  void run_oneSlowUnit_othersAreNotHeldUp() throws Exception {
    // Shard 2 waits until all others are done.
    String command =
        """
        line=$(cat); case $line in *2*) until test $(ls ended | wc -l) -ge 7; do sleep 0.02; done;; \
        esac; touch ended/$$; echo $line\
        """;
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: w
            stages:
              raw: {import: raw.tsv, columns: [a], shard-size: 1}
              pipe: {pipe: raw, command: "COMMAND", columns: [h]}
            """
                .replace("COMMAND", command));
    bench.write("raw.tsv", "line 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\n");
    Files.createDirectory(bench.path("ended"));

    bench.on("flink-local", 2).run();

    try (Stream<Path> ended = Files.list(bench.path("ended"))) {
      assertThat(ended).hasSize(8);
    }
  }

  @Test
  void run_independentStages_shareTheSlots() throws Exception {
    StringBuilder yaml =
        new StringBuilder(
            """
            experiment: e
            workspace: w
            stages:
              raw: {import: raw.tsv, columns: [a, b], shard-size: 400}
            """);
    for (int i = 1; i <= 6; i++) {
      yaml.append("  s" + i + ": {preprocess: raw, steps: [{length: {max: " + i + "}}]}\n");
    }
    Bench bench = new Bench(folder, yaml.toString());
    bench.write("raw.tsv", lines(100));

    assertThat(Bench.made(bench.on("flink-local", 2).run())).hasSize(7);
  }
}
