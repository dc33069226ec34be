package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.examples.CountWords;
import org.shoestring.store.object.ObjectStore;

/** Experiments on a Flink cluster of other processes, whose machines share nothing but a bucket. */
@Tag("long")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One cluster for all.
class ClusterRunEndToEndTest {
  private static final int LINES = 4000;
  private static final int WORKERS = 3;
  private static final int KILLS = 3;
  private static final String RUNNING = "pipe-.*\"state\":\"RUNNING\"";

  private final Path folder;
  private final S3Server s3;
  private final FlinkCluster cluster;
  private final Shoestring here;

  ClusterRunEndToEndTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.s3 = S3Server.in(folder.resolve("server"));
    this.here = Shoestring.in(folder).in(s3.environment()).onMachine("laptop");
    ObjectStore bucket = s3.stores().at("s3://bucket");
    Path raw = bucket.newSpool();
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(raw))) {
      Random random = new Random(7);
      for (int i = 0; i < LINES; i++) {
        String line = Long.toString(random.nextLong(), 36) + "\tline " + i % 3700 + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    bucket.put("raw.tsv.gz", raw);
    Files.writeString(folder.resolve("program"), "test -s $1 && tr a-z A-Z\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: here
        stages:
          raw: {import: "s3://bucket/raw.tsv.gz", columns: [a, b], shard-size: 8000}
          clean: {preprocess: raw, steps: [deduplicate: {columns: b}]}
          data: {split: clean, into: {train: rest, dev: 300}}
          mixed: {shard: data.train, into: 6}
          model: {train: clean, command: "tr a-z b-za < program > {out}/model"}
          hyp: {pipe: "clean:b", command: "sh program {model}/model", columns: [h]}
          score: {score: hyp, against: "clean:b", metric: [exact-match, bleu]}
        """);
    this.cluster = FlinkCluster.start(folder.resolve("cluster"), WORKERS, s3.environment());
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
    s3.close();
  }

  private Path stored(String workspace) {
    return folder.resolve("server/buckets/bucket").resolve(workspace);
  }

  /** An experiment whose second stage takes a while for each of its three shards. */
  private String slow(String workspace, int seconds) throws IOException {
    Files.writeString(
        folder.resolve("slow.yaml"),
        """
        experiment: slow
        workspace: s3://bucket/WORKSPACE
        stages:
          raw: {import: "s3://bucket/raw.tsv.gz", columns: [a, b], shard-size: 40000}
          slow: {pipe: "raw:b", command: "sleep SECONDS; cat", columns: [b]}
          ends: {preprocess: slow, steps: [deduplicate]}
        """
            .replace("WORKSPACE", workspace)
            .replace("SECONDS", Integer.toString(seconds)));
    return "slow.yaml";
  }

  @Test
  void run_workersKilled_endsAsOnOneMachine() throws Exception {
    here.run("run", "e.yaml").good();
    Map<String, String> undisturbed = Outputs.digests(folder.resolve("here"));
    Random random = new Random(3);

    Shoestring.Running running =
        here.start(cluster.run("e.yaml", "--set", "workspace=s3://bucket/killed"));
    for (int kill = 0; kill < KILLS; kill++) {
      if (running.process().waitFor(3000 + random.nextInt(3000), TimeUnit.MILLISECONDS)) {
        break;
      }
      int last = cluster.taskManagers().size() - 1;
      cluster.taskManagers().get(last - random.nextInt(WORKERS)).kill();
      var unused = cluster.addTaskManager();
    }
    running.end().good();

    assertThat(Outputs.digests(stored("killed"))).isEqualTo(undisturbed);
  }

  @Test
  void run_detached_submitsWhatCanRunAndTheNextGoesOn() throws Exception {
    String[] detached = cluster.run(slow("detached", 5), "--detach");
    Shoestring.Result first = here.run(detached);
    Shoestring.Result last = here.run(cluster.run("slow.yaml"));

    assertThat(first.code()).as(first.err()).isEqualTo(75);
    assertThat(first.out()).containsPattern("raw +SUBMITTED").containsPattern("ends +WAITING");
    last.good();
  }

  @Test
  void run_noCluster_isRefused() throws Exception {
    Shoestring.Result result =
        here.run(
            "run", slow("none", 1), "--runner", "flink-cluster", "--", "--flinkMaster=127.0.0.1:9");

    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains("--flinkMaster=127.0.0.1:9: no Flink cluster answers there");
  }

  @Test
  void run_jobManagerKilled_saysSoAndGoesOnWithTheNext() throws Exception {
    String[] run = cluster.run(slow("lost", 15));
    Shoestring.Running running = here.start(run);
    cluster.await("the job", () -> cluster.jobs(RUNNING) > 0);
    cluster.jobManager().kill();
    Shoestring.Result lost = running.end();
    var unused = cluster.startJobManager();
    cluster.awaitTaskManagers(WORKERS);

    assertThat(lost.code()).as(lost.err()).isEqualTo(1);
    assertThat(lost.err()).contains("the JobManager does not answer any more");
    here.run(run).good();
  }

  @Test
  void run_interrupted_cancelsItsJob() throws Exception {
    Shoestring.Running running = here.start(cluster.run(slow("cancelled", 100)));
    cluster.await("the job", () -> cluster.jobs(RUNNING) > 0);
    running.signal("INT");

    assertThat(running.end().code()).isEqualTo(130);
    cluster.await("its end", () -> cluster.jobs("pipe-.*\"state\":\"CANCELED\"") > 0);
  }

  /** A pipeline of a user, whose elements are lines; Beam's own runner would also send its jar. */
  @ParameterizedTest
  @ValueSource(strings = {"ClusterFlinkRunner", "FlinkRunner"})
  void countWords_onTheCluster_countsAsHere(String runner) throws Exception {
    Path jar = folder.resolve(runner + ".jar");
    new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    String[] alone = {
      "--input=s3://bucket/raw.tsv.gz", "--columns=a,b", "--output=words-" + runner
    };
    String[] there = {
      alone[0],
      alone[1],
      "--output=s3://bucket/" + runner,
      "--runner=" + runner,
      "--flinkMaster=" + cluster.address(),
      "--filesToStage=" + jar
    };
    here.as(CountWords.class).run(alone).good();
    here.as(CountWords.class).run(there).good();

    assertThat(sorted("s3://bucket/" + runner + "/counts"))
        .hasSizeGreaterThan(LINES / 2)
        .isEqualTo(sorted("words-" + runner + "/counts"));
  }

  private List<String> sorted(String table) throws Exception {
    return here.run("cat", table).good().out().lines().sorted().toList();
  }

  @Test
  void run_localWorkspace_isRefused() throws Exception {
    Shoestring.Result result = here.run(cluster.run("e.yaml"));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.error()).contains("is a folder of this machine").contains("--sharedFolders");
  }

  @Test
  void doctor_cluster_triesEachWorker() throws Exception {
    Shoestring.Result well =
        here.run(
            "doctor", "flink-cluster", "s3://bucket/d", "--", "--flinkMaster=" + cluster.address());
    Shoestring.Result none =
        here.run(
            "doctor", "flink-cluster", "s3://none/d", "--", "--flinkMaster=" + cluster.address());

    assertThat(well.code()).as(well.out()).isZero();
    assertThat(well.out().lines().filter(line -> line.matches("ok +worker .*")))
        .hasSize(WORKERS)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("build ", "Java ", "disk: ", "store answers in ", "clock: agrees"));
    assertThat(none.code()).as(none.out()).isEqualTo(1);
    assertThat(none.out().lines().filter(line -> line.matches("FAIL +worker .*")))
        .hasSize(WORKERS)
        .allSatisfy(line -> assertThat(line).contains(": bucket: "));
  }
}
