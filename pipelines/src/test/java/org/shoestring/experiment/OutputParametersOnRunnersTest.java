package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.S3Server;
import org.shoestring.Shoestring;
import org.shoestring.experiment.plan.PlanCost.Share;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.pipeline.PreprocessPipeline;
import org.shoestring.pipeline.flink.embedded.EmbeddedFlink;
import org.shoestring.worker.WorkSlots;

/** Steps that read other outputs from a bucket whose endpoint only options name. */
@Tag("long")
class OutputParametersOnRunnersTest {
  private static final String YAML =
      """
      experiment: e
      workspace: s3://bucket/RUNNER
      stages:
        raw: {import: raw.tsv, columns: [en], shard-size: 20}
        words: {import: words.tsv, columns: [word, count]}
        bad: {train: words, command: "echo a > {out}/a.txt; : {input}"}
        clean:
          preprocess: raw
          steps: [known-words: "words:word", deduplicate, listed-words: bad]
      """;

  @TempDir private static Path servers = Path.of("");
  private static S3Server server;

  private final Path folder;

  OutputParametersOnRunnersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Server.in(servers);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void twoAtOnce() {
    WorkSlots.limit(2, Long.MAX_VALUE);
  }

  @AfterEach
  void unlimited() throws Exception {
    EmbeddedFlink.stop();
    WorkSlots.limit(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  private Bench bench(String runner) throws IOException {
    Bench bench = new Bench(folder, YAML.replace("RUNNER", runner));
    bench.write("raw.tsv", "a dog\na cat\na\ndog\n".repeat(20) + "dog a\n");
    bench.write("words.tsv", "a\t5\ndog\t2\n");
    return bench.in(server::stores).on(runner, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink-local"})
  void run_outputsInABucket_areReadByWorkers(String runner) throws IOException {
    Map<String, StageResult> results = bench(runner).run();

    assertThat(Bench.lines(results, "clean")).containsExactly("a dog", "dog", "dog a");
  }

  @Test
  void main_locations_areReadWithItsOptions() throws Exception {
    Map<String, StageResult> made = bench("direct").run();
    String words = Bench.finished(made, "words").output().folder();
    String bad = Bench.finished(made, "bad").output().folder();
    String raw = Bench.finished(made, "raw").output().folder();
    Shoestring main =
        Shoestring.in(folder)
            .as(PreprocessPipeline.class)
            .in(
                Map.of(
                    "AWS_ACCESS_KEY_ID", server.environment().get("AWS_ACCESS_KEY_ID"),
                    "AWS_SECRET_ACCESS_KEY", server.environment().get("AWS_SECRET_ACCESS_KEY")));
    String endpoint = "--endpoint=" + server.proxy().endpoint();
    String steps = "--steps=known-words:" + words + ":word;deduplicate;listed-words:" + bad;

    Shoestring.Result result =
        main.run("--workspace=m", "--input=" + raw, steps, endpoint, "--awsRegion=us-east-1")
            .good();

    assertThat(result.out().strip()).endsWith("/" + Bench.finished(made, "clean").output().name());
    Shoestring.Result refused =
        main.run(
            "--workspace=m",
            "--input=" + raw,
            "--steps=known-words:" + bad,
            endpoint,
            "--awsRegion=us-east-1");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err().strip())
        .endsWith(
            "shoestring: --steps: step 'known-words': vocabulary: "
                + bad
                + " is files, but a table is needed; name the output of a stage that makes lines");
  }

  @Test
  void cost_twoPasses_areOverTheMainInputAlone() throws IOException {
    Bench bench = bench("direct");
    bench.write("e.yaml", YAML.replace("RUNNER", "cost"));
    Map<String, StageResult> made = bench.runStages(List.of("raw", "bad"));
    int shards = Bench.finished(made, "raw").manifest().shards("main").size();

    Share share = Objects.requireNonNull(bench.cost(List.of("clean")).buckets().get("s3://bucket"));

    assertThat(shards).isGreaterThan(2);
    assertThat(share.objects()).isEqualTo(2 * shards + 1 + 1);
  }
}
