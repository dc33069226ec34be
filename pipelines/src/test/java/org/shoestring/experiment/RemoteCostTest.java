package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.S3Server;
import org.shoestring.experiment.plan.CostEstimate;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.PlanCost;
import org.shoestring.experiment.plan.PlanCost.Share;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.store.Stores;
import org.shoestring.store.cache.CacheSettings;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.UnitRecord;

/** What experiments on a bucket ask of it, and what they were said to ask. */
class RemoteCostTest {
  private static final int SHARDS = 6;
  private static final String STAGES =
      """
      stages:
        raw: {import: "part*.tsv", columns: [a, b]}
        clean: {preprocess: raw, steps: [lowercase]}
        unique: {preprocess: raw, steps: [deduplicate]}
        mixed: {shard: raw, into: 6}
        even: {shard: raw, into: 6, balance: tokens}
        parts: {split: raw, into: {train: rest, dev: 20}}
        piped: {pipe: "raw:a", command: cat, columns: [hyp]}
        bleu: {score: "raw:a", against: "raw:b", metric: bleu}
        model: {train: raw, command: "cat {input}/*.gz > {out}/all.gz"}
        late: {preprocess: clean, steps: [lowercase]}
      """;

  @TempDir private static Path folder = Path.of("");
  private static S3Server server;
  private static Stores machine = Stores.withoutOptions();
  private static int workspaces;

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Server.in(folder.resolve("s3"));
    onMachine(null);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** An experiment in a workspace of its own. */
  private static Bench experiment() throws IOException {
    Path own = folder.resolve("e" + ++workspaces);
    Bench bench =
        new Bench(own, "experiment: e\nworkspace: s3://bucket/w" + workspaces + "\n" + STAGES)
            .in(() -> machine);
    for (int file = 0; file < SHARDS; file++) {
      StringBuilder lines = new StringBuilder();
      for (int line = 0; line < 500; line++) {
        lines.append("Line " + line + " of " + file + "\tb " + (line * 7919 % 1001) + "\n");
      }
      bench.write("part" + file + ".tsv", lines.toString());
    }
    return bench;
  }

  /** A machine with an empty cache of its own. */
  private static void onMachine(@Nullable String name) {
    CacheSettings cache = name == null ? null : CacheSettings.filled(folder.resolve(name), 1 << 30);
    machine = server.stores().caching(cache);
    machine.at("s3://bucket");
  }

  private static void run(Bench bench, String... stages) throws IOException {
    bench.runStages(List.of(stages));
  }

  private static Traffic traffic() {
    return Objects.requireNonNull(machine.traffic().get("s3://bucket"));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static long gets(Work work) throws IOException {
    long before = traffic().requests(Kind.GET);
    work.run();
    return traffic().requests(Kind.GET) - before;
  }

  @Test
  void run_shardsMadeOnThisMachine_areNotDownloaded() throws IOException {
    Bench cached = experiment();
    Bench plain = experiment();
    onMachine(null);
    run(plain, "raw");
    long without = gets(() -> run(plain, "clean", "unique", "model"));

    onMachine("maker");
    run(cached, "raw");
    long spared = traffic().bytesSpared();
    long with = gets(() -> run(cached, "clean", "unique", "model"));

    // Deduplication reads twice.
    assertThat(without - with).isEqualTo((1 + 2 + 1) * SHARDS);
    assertThat(traffic().bytesSpared() - spared).isEqualTo(4 * bytes(cached, "raw"));
  }

  @Test
  void run_shardsMadeElsewhere_areDownloadedOnceForAllStages() throws IOException {
    Bench bench = experiment();
    onMachine("one");
    run(bench, "raw");
    Bench plain = experiment();
    run(plain, "raw");
    onMachine(null);
    long without = gets(() -> run(plain, "clean", "mixed", "piped"));

    onMachine("other");
    long with = gets(() -> run(bench, "clean", "mixed", "piped"));

    assertThat(without - with).isEqualTo((3 - 1) * SHARDS);
  }

  private static long bytes(Bench bench, String stage) throws IOException {
    return Bench.finished(bench.runStages(List.of(stage)), stage).manifest().shards().stream()
        .mapToLong(shard -> shard.compressed())
        .sum();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"raw", "clean", "unique", "mixed", "parts", "piped", "bleu", "model", "twice"})
  void cost_requests_areThoseOfTheRunWithinAQuarter(String stage) throws IOException {
    Bench bench = experiment();
    onMachine(null);
    boolean twice = stage.equals("twice"); // Nothing is to be done the second time.
    List<String> stages = List.of(twice ? "clean" : stage);
    if (!stage.equals("raw")) {
      bench.runStages(twice ? stages : List.of("raw"));
    }
    Share estimate = share(bench.cost(stages));

    long before = traffic().requests();
    bench.runStages(stages);
    long asked = traffic().requests() - before;

    assertThat((double) estimate.requests())
        .as("estimated, of " + asked)
        .isCloseTo((double) asked, within(0.25 * asked));
  }

  @Test
  void cost_stagesThatWait_areNamedWithWhatTheyWaitFor() throws IOException {
    PlanCost cost = experiment().cost(List.of("late", "mixed"));

    assertThat(cost.uncounted()).containsExactly("clean", "mixed", "late");
    assertThat(cost.waitedFor()).containsExactly("raw");
  }

  @Test
  void cost_reads_areThoseOfObjectsWithoutCopy() throws IOException {
    onMachine("first");
    Bench bench = experiment();
    run(bench, "raw");
    long raw = bytes(bench, "raw");

    Share first = share(bench.cost(List.of("unique", "mixed")));
    assertThat(first.objects()).isZero();
    assertThat(first.read()).isZero();
    assertThat(first.spared()).isEqualTo(3 * raw);
    assertThat(first.written()).isEqualTo(2 * raw);

    onMachine("second");
    Share second = share(bench.cost(List.of("unique", "mixed")));
    assertThat(second.objects()).isEqualTo(SHARDS);
    assertThat(second.read()).isEqualTo(raw);
    assertThat(second.spared()).isEqualTo(2 * raw);

    onMachine(null);
    Share plain = share(bench.cost(List.of("unique", "mixed")));
    assertThat(plain.objects()).isEqualTo(3 * SHARDS);
    assertThat(plain.read()).isEqualTo(3 * raw);
    assertThat(plain.spared()).isZero();
  }

  @Test
  void cost_unitsThatAreDone_areLeftOut() throws IOException {
    onMachine(null);
    Bench bench = experiment();
    run(bench, "raw");
    Share fresh = share(bench.cost(List.of("clean")));
    Planner planner = bench.planner(bench.experiment());
    List<ExaminedStage> plan = planner.examine(bench.experiment().needed(List.of("clean")));
    Output output = Objects.requireNonNull(plan.get(1).output());
    output.records().finish(UnitRecords.name(0), new UnitRecord(List.of(), Map.of(), List.of()));

    Share resumed = share(bench.cost(List.of("clean")));

    assertThat(fresh.requests() - resumed.requests())
        .isEqualTo(CostEstimate.OF_UNIT - CostEstimate.OF_FINISHED_UNIT);
    assertThat(resumed.written()).isEqualTo(Math.round(fresh.written() * 5 / 6.0));
  }

  /**
   * It is read to identify it, and to import it: the second time from the copy, if there is one.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cost_sourceInABucket_isReadOnceWhereThereIsACache(boolean cache) throws IOException {
    onMachine(cache ? "importer" : null);
    int downloads = cache ? 1 : 2;
    String text = "Hello\tWorld\n".repeat(100);
    ObjectStore source = machine.at("s3://bucket/source");
    for (String name : List.of("1.tsv", "2.tsv")) {
      source.put(name, Files.writeString(source.newSpool(), text));
    }
    String yaml =
        """
        experiment: e
        workspace: workspace
        stages:
          raw: {import: "s3://bucket/source/*.tsv", columns: [a, b], shard-size: 1000}
        """;
    Bench bench = new Bench(folder.resolve("local" + cache), yaml).in(() -> machine);

    Share first = share(bench.cost(List.of("raw")));
    long before = traffic().requests();
    long down = traffic().bytesDown();
    long spared = traffic().bytesSpared();
    run(bench, "raw");

    assertThat(first.objects()).isEqualTo(2L * downloads);
    assertThat(first.read()).isEqualTo(2L * downloads * text.length());
    assertThat(first.spared()).isEqualTo(cache ? 2L * text.length() : 0);
    assertThat(traffic().bytesDown() - down).isEqualTo(first.read());
    assertThat(traffic().bytesSpared() - spared).isEqualTo(first.spared());
    assertThat(first.written()).isZero();
    assertThat(traffic().requests() - before).isEqualTo(first.requests());

    PlanCost changed = bench.cost(List.of("raw"), "stages.raw.shard-size=2000");
    assertThat(share(changed).read()).isEqualTo(cache ? 0 : 2L * text.length());
  }

  private static Share share(PlanCost cost) {
    assertThat(cost.buckets()).containsOnlyKeys("s3://bucket");
    return Objects.requireNonNull(cost.buckets().get("s3://bucket"));
  }
}
