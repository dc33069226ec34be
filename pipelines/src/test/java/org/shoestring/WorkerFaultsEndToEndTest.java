package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.FakeClock;
import org.shoestring.server.SmallDisk;

/** Workers of a cluster whose machines lack something: room on the disk, credentials, the time. */
@Tag("long")
@Timeout(400)
class WorkerFaultsEndToEndTest {
  private static final int DISK_MEBIBYTES = 128;
  private static final String TRACE = "\tat ";

  private final Path folder;

  WorkerFaultsEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String experiment(String workspace) throws IOException {
    Files.writeString(
        folder.resolve("home").resolve(workspace + ".yaml"),
        """
        experiment: faults
        workspace: s3://bucket/WORKSPACE
        stages:
          raw: {import: "s3://bucket/lines.tsv.gz", columns: [line], shard-size: 12000}
          clean: {preprocess: raw, steps: [lowercase]}
        """
            .replace("WORKSPACE", workspace));
    return workspace + ".yaml";
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i <= DISK_MEBIBYTES << 10; i++) {
        out.write(new byte[1 << 10]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static String onlyWorker(FlinkCluster cluster) throws Exception {
    cluster.awaitTaskManagers(1);
    return cluster.taskManagerIds().get(0).replaceFirst("_.*", "");
  }

  private static void stop(FlinkCluster.Member worker) throws InterruptedException {
    worker.process().destroy();
    worker.process().waitFor();
  }

  /** One after the other, on one cluster, since to start another one takes longer. */
  @Test
  void run_workerLacksSomething_namesItAndGoesOnWhenThatIsMended() throws Exception {
    Optional<SmallDisk> disk = SmallDisk.in(folder, DISK_MEBIBYTES);
    assumeTrue(disk.isPresent(), SmallDisk.TAKES);
    Optional<Map<String, String>> off = FakeClock.off("+20m");
    assumeTrue(off.isPresent(), FakeClock.TAKES);
    try (SmallDisk small = disk.get();
        ClusterBench bench = new ClusterBench(folder, 0)) {
      FlinkCluster cluster = bench.cluster;
      String file = experiment("w");
      String[] run = cluster.run(file);
      Path workspace = folder.resolve("server/buckets/bucket/w");
      Map<String, String> poor =
          Map.of("HOME", folder.resolve("none").toString(), "AWS_EC2_METADATA_DISABLED", "true");
      Map<String, String> wrongClock = new HashMap<>(bench.environment());
      wrongClock.putAll(off.get());

      FlinkCluster.Member worker = cluster.addTaskManager(poor);
      String withoutCredentials = onlyWorker(cluster);
      Shoestring.Result refused = bench.machine("laptop").run(run);
      stop(worker);

      Path filler = small.path().resolve("filler");
      worker = cluster.addTaskManager("--folder", small.path().resolve("temporary").toString());
      String withFullDisk = onlyWorker(cluster);
      bench.machine("laptop").run(cluster.run(file, "raw")).good();
      Map<String, String> finished = Outputs.finishedShards(workspace);
      fill(filler);
      Shoestring.Result full = bench.machine("laptop").run(run);
      stop(worker);

      FlinkCluster.Member unused = cluster.addTaskManager(wrongClock);
      String withWrongClock = onlyWorker(cluster);
      Shoestring.Result last = bench.machine("laptop").run(run);
      Shoestring.Result doctor =
          bench
              .machine("laptop")
              .run("doctor", "flink-cluster", "--", "--flinkMaster=" + cluster.address());

      assertThat(refused.code()).as(refused.err()).isEqualTo(5);
      assertThat(refused.err())
          .contains("worker " + withoutCredentials + ": ")
          .contains("no credentials found; set them")
          .doesNotContain(TRACE);
      assertThat(full.code()).as(full.err()).isEqualTo(5);
      assertThat(full.err())
          .contains("worker " + withFullDisk + ": ")
          .contains("No space left on device")
          .contains("--folder DIR")
          .doesNotContain(TRACE);
      last.good();
      assertThat(finished).isNotEmpty();
      assertThat(Outputs.finishedShards(workspace)).containsAllEntriesOf(finished);
      assertThat(doctor.code()).as(doctor.out()).isEqualTo(1);
      assertThat(doctor.out())
          .containsPattern(
              "FAIL +worker +"
                  + withWrongClock
                  + " .*: clock: at least 1[0-9]{3} s ahead of this machine's");
    }
  }
}
