package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/**
 * Task managers killed while they work on a stage, each type of stage in turn: the one that writes
 * a shard is known by its credentials, and dies before the store answers.
 */
@Tag("long")
@Timeout(600)
class ClusterKillsEndToEndTest {
  private static final int LINES = 6000;
  private static final int WORKERS = 2;
  private static final Pattern SHARD = Pattern.compile("/outputs/([a-z]+-[0-9a-f]{32})/.*part-");
  private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");

  /** In the order in which they run, one at a time; {@code all} loses all of its workers. */
  private static final List<String> STAGES =
      List.of("raw", "clean", "unique", "data", "mixed", "all", "once", "again", "score");

  private final Path folder;
  private final Path starts;

  ClusterKillsEndToEndTest(@TempDir Path temp) throws IOException {
    this.folder = Files.createDirectory(temp.resolve("experiment"));
    this.starts = Files.createDirectory(temp.resolve("starts")); // Elsewhere, so no input.
    Path raw = folder.resolve("raw.tsv.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(raw))) {
      for (int i = 0; i < LINES; i++) {
        String line = i * 7919L % 6007 + "\tline " + i % 5500 + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: s3://bucket/w
        stages:
          raw: {import: "s3://bucket/raw.tsv.gz", columns: [a, b], shard-size: 16000}
          clean: {preprocess: raw, steps: [length: {min: 1, max: 100}]}
          unique: {preprocess: clean, steps: [deduplicate: {columns: b}]}
          data: {split: unique, into: {train: rest, dev: 300}}
          mixed: {shard: data.train, into: 5}
          all: {shard: mixed, into: 4, seed: 2}
          once: {pipe: "all", command: "echo x >> STARTS/once; tr a-z A-Z", columns: [a, b]}
          again: {pipe: "once:b", command: "echo x >> STARTS/again; cat", columns: [h], repeat: true}
          score: {score: again, against: "once:b", metric: [exact-match, bleu]}
        """
            .replace("STARTS", starts.toString()));
  }

  /** The store never answers who puts the second shard of an output. */
  private static FaultRule stalled() {
    Map<String, AtomicInteger> shards = new ConcurrentHashMap<>();
    return FaultRule.always(new Fault.StallAnswer(0))
        .when(
            request -> {
              Matcher shard = SHARD.matcher(request.target());
              return shard.find()
                  && shards
                          .computeIfAbsent(shard.group(1), output -> new AtomicInteger())
                          .getAndIncrement()
                      == 1;
            })
        .on("PUT");
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static void await(Shoestring.Running running, String what, Callable<Boolean> condition)
      throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (!running.process().isAlive()
          || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(120)) {
        running.process().destroyForcibly();
        throw new AssertionError("not " + what + ": " + running.end().err());
      }
      Thread.sleep(20);
    }
  }

  @Test
  void run_workersKilledInEachStage_endsAsOnOneMachineAndKeepsWhatIsFinished() throws Exception {
    try (S3Proxy server = S3Proxy.openOver(folder.resolve("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      Map<String, String> environment = new HashMap<>();
      environment.put("AWS_ENDPOINT_URL_S3", proxy.endpoint());
      environment.put("AWS_REGION", "us-east-1");
      environment.put("AWS_ACCESS_KEY_ID", "PROCESS");
      environment.put("AWS_SECRET_ACCESS_KEY", "none");
      Shoestring here = Shoestring.in(folder).in(environment);
      here.run("cp", "raw.tsv.gz", "s3://bucket/raw.tsv.gz").good();
      here.run("run", "e.yaml", "--set", "workspace=alone").good();
      long once = takeStarts("once");
      long again = takeStarts("again");
      proxy.inject(stalled());
      Path workspace = folder.resolve("server/buckets/bucket/w");
      Map<String, String> finished = new TreeMap<>();
      try (FlinkCluster cluster =
          FlinkCluster.start(folder.resolve("cluster"), WORKERS, environment)) {
        Shoestring.Running running =
            here.start(
                "run",
                "e.yaml",
                "--runner",
                "flink-cluster",
                "--",
                "--flinkMaster=" + cluster.address());
        for (int kills = 0; kills < STAGES.size(); kills++) {
          int before = kills;
          String stage = STAGES.get(kills);
          await(running, "in " + stage, () -> proxy.injected().size() > before);
          FaultRule.Request request = proxy.injected().get(kills).request();
          String output = "outputs/" + found(SHARD, request.target()) + "/";
          await(
              running,
              "a finished unit of " + stage,
              () ->
                  Outputs.finishedShards(workspace).keySet().stream()
                      .anyMatch(shard -> shard.startsWith(output)));
          finished.putAll(Outputs.finishedShards(workspace));
          String key = found(KEY, request.header("Authorization").orElseThrow());
          for (FlinkCluster.Member member : cluster.taskManagers()) {
            boolean isToDie = stage.equals("all") || member.name().equals(key);
            if (member.process().isAlive() && isToDie) {
              member.kill();
              FlinkCluster.Member unused = cluster.addTaskManager();
            }
          }
        }
        running.end().good();

        assertThat(cluster.taskManagers()).hasSize(WORKERS + STAGES.size() + 1);
      }

      assertThat(Outputs.finishedShards(workspace)).containsAllEntriesOf(finished);
      assertThat(Outputs.digests(workspace)).isEqualTo(Outputs.digests(folder.resolve("alone")));
      assertThat(takeStarts("once")).isEqualTo(once + 1);
      assertThat(takeStarts("again")).isEqualTo(again + 1);
    }
  }

  /** How often the program of a stage was started since the last time. */
  private long takeStarts(String stage) throws IOException {
    List<String> lines = Files.readAllLines(starts.resolve(stage));
    Files.delete(starts.resolve(stage)); // A file that is there travels with the job.
    return lines.size();
  }
}
