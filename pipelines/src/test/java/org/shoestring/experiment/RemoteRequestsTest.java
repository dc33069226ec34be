package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.S3Server;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.store.Stores;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;

/** How often a stage asks a remote store. */
class RemoteRequestsTest {
  private static final int SHARDS = 10;

  @TempDir private static Path servers = Path.of("");
  private static S3Server server;

  private final Path folder;
  private Stores stores = Stores.withoutOptions();

  RemoteRequestsTest(@TempDir Path folder) {
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

  @Test
  void preprocess_tenShards_asksFewTimes() throws IOException {
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: s3://bucket/requests
            stages:
              raw: {import: raw.tsv, columns: [a], shard-size: 1000}
              clean: {preprocess: raw, steps: [empty]}
            """);
    String line = "x".repeat(99) + "\n";
    bench.write("raw.tsv", line.repeat(10 * SHARDS));
    process(bench, 1);
    bench.run("stages={raw: {import: raw.tsv, columns: [a], shard-size: 1000}}");
    process(bench, 2);
    Map<String, StageResult> results = bench.run();

    assertThat(Bench.ends(results)).containsExactly("raw CACHED", "clean DONE");
    assertThat(Bench.finished(results, "clean").manifest().shards()).hasSize(SHARDS);
    Traffic traffic = traffic();
    assertThat(traffic.requests()).as(kinds(traffic)).isLessThanOrEqualTo(5 * SHARDS + 12);
    assertThat(traffic.requests(Kind.HEAD)).isZero();

    // The workspace; records and manifests; an import's record once more, for its sources.
    process(bench, 3);
    assertThat(Bench.ends(bench.run())).containsExactly("raw CACHED", "clean CACHED");
    assertThat(kinds(traffic())).isEqualTo("GET 6, PUT 0, LIST 0, HEAD 0, DELETE 0");
  }

  /** Runs as if in a process of its own. */
  private void process(Bench bench, int number) {
    stores = server.stores().workingIn(folder.resolve("process" + number));
    bench.in(() -> stores);
  }

  private Traffic traffic() {
    return Objects.requireNonNull(stores.traffic().get("s3://bucket"));
  }

  private static String kinds(Traffic traffic) {
    return Stream.of(Kind.values())
        .map(kind -> kind + " " + traffic.requests(kind))
        .collect(Collectors.joining(", "));
  }
}
