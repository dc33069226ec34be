package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a cluster that another run has submitted than the one that waits for them. */
@Tag("long")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One cluster for all.
class FollowedJobEndToEndTest {
  private static final String FOLLOWING =
      "slow: another run submitted this stage; following job [0-9a-f]{32} of the Flink cluster on";

  private static final String FAILED = "-detached\".*\"state\":\"FAILED\"";

  private final ClusterBench bench;

  FollowedJobEndToEndTest(@TempDir Path folder) throws Exception {
    this.bench = new ClusterBench(folder, 2);
  }

  @AfterAll
  void stop() throws Exception {
    bench.close();
  }

  /** A run whose job is at work on the stage slow. */
  private Shoestring.Running submitted(String file, String workspace) throws Exception {
    Shoestring.Running laptop = bench.machine("laptop").start(bench.cluster.run(file));
    bench.awaitJobsClaim(workspace, "pipe-");
    return laptop;
  }

  private static boolean hasSaid(Shoestring.Running run, String pattern) throws Exception {
    return Files.readString(run.err())
        .lines()
        .anyMatch(line -> line.matches(".*" + pattern + ".*"));
  }

  @Test
  void run_laptopKilled_othersFollowItsJob() throws Exception {
    String file = bench.experiment("killed", bench.gated("gate-killed"));
    long before = bench.cluster.jobs("pipe-");
    Shoestring.Running laptop = submitted(file, "killed");
    laptop.signal("KILL");
    laptop.process().waitFor();

    Shoestring.Result status =
        bench
            .machine("next")
            .run("status", file, "--", "--flinkMaster=" + bench.cluster.address())
            .good();
    Shoestring.Result blind =
        bench.machine("cut").run("status", file, "--", "--flinkMaster=127.0.0.1:9").good();
    Shoestring.Running cut =
        bench.machine("cut").start(FlinkCluster.runAt("127.0.0.1:9", file, "slow"));
    Shoestring.Running follower = bench.machine("next").start(bench.cluster.run(file));
    bench.cluster.await("following", () -> hasSaid(follower, FOLLOWING));
    bench.cluster.await("waiting", () -> hasSaid(cut, "waiting for its output"));
    bench.open("gate-killed");
    Shoestring.Result next = follower.end().good();
    Shoestring.Result away = cut.end().good();

    assertThat(status.out())
        .containsPattern(
            "slow +RU.*; at work: job [0-9a-f]{32} of the Flink cluster on .* began [0-9]+ s ago,")
        .doesNotContain("cannot be shown");
    assertThat(blind.out()).containsPattern("began .* cannot be shown: .*127.0.0.1:9 does not");
    assertThat(next.err())
        .containsPattern(FOLLOWING)
        .containsPattern("slow +done in .* s: 4,000 lines, ");
    assertThat(away.err())
        .containsPattern("slow: the progress of job .* cannot be shown: .*127.0.0.1:9 does not")
        .contains("is running this stage; waiting for its output");
    assertThat(bench.cluster.jobs("pipe-") - before).isEqualTo(1);
  }

  @Test
  void run_laptopAsleepForLongerThanItsClaim_endsWellWithTheWorkOfTheOther() throws Exception {
    String file = bench.experiment("asleep", bench.gated("gate-asleep"));
    Shoestring.Running laptop = submitted(file, "asleep");
    laptop.signal("STOP");
    long renewals = bench.renewals("asleep", "pipe-");
    Shoestring.Running other = bench.machine("other").start(bench.cluster.run(file));
    bench.cluster.await("following", () -> hasSaid(other, FOLLOWING));
    // Three renewals are the lifetime of a claim.
    bench.cluster.await("a while", () -> bench.renewals("asleep", "pipe-") > renewals + 4);
    bench.open("gate-asleep");
    Shoestring.Result unused = other.end().good();
    laptop.signal("CONT");

    laptop.end().good();
  }

  @Test
  void run_followedJobFails_failsWithTheSameError() throws Exception {
    String file =
        bench.experiment("fails", bench.gated("gate-fails") + "; echo broken >&2; exit 7");
    Shoestring.Running laptop = submitted(file, "fails");
    Shoestring.Running follower = bench.machine("other").start(bench.cluster.run(file));
    bench.cluster.await("following", () -> hasSaid(follower, FOLLOWING));
    bench.open("gate-fails");
    Shoestring.Result other = follower.end();
    Shoestring.Result own = laptop.end();

    assertThat(own.code()).as(own.err()).isEqualTo(1);
    assertThat(other.code()).as(other.err()).isEqualTo(1);
    assertThat(errors(other)).isEqualTo(errors(own)).contains("broken");
  }

  private static String errors(Shoestring.Result result) {
    int start = result.err().indexOf("shoestring: stage slow failed");
    assertThat(start).as(result.err()).isNotNegative();
    return result.err().substring(start);
  }

  @Test
  void run_followerInterrupted_cancelsTheJob() throws Exception {
    String file = bench.experiment("cancelled", "sleep 100; cat");
    long before = bench.cluster.jobs("pipe-.*\"state\":\"CANCELED\"");
    Shoestring.Running laptop = submitted(file, "cancelled");
    Shoestring.Running other = bench.machine("other").start(bench.cluster.run(file));
    bench.cluster.await("following", () -> hasSaid(other, FOLLOWING));
    other.signal("INT"); // Perhaps before it has found the job.

    assertThat(other.end().code()).isEqualTo(130);
    Shoestring.Result own = laptop.end();
    assertThat(own.code()).as(own.err()).isEqualTo(1);
    assertThat(own.err()).contains("was cancelled, but not by this run");
    assertThat(bench.cluster.jobs("pipe-.*\"state\":\"CANCELED\"") - before).isEqualTo(1);
  }

  /** Submits what can run, again and again, until the stage slow is at work or was. */
  private Shoestring.Result detached(String file) throws Exception {
    while (true) {
      Shoestring.Result run = bench.machine("laptop").run(bench.cluster.run(file, "--detach"));
      assertThat(run.code()).as(run.err()).isEqualTo(75);
      if (!Pattern.compile("slow +WAITING").matcher(run.out()).find()) {
        return run;
      }
    }
  }

  @Test
  void stop_jobOfADetachedRun_cancelsIt() throws Exception {
    String file = bench.experiment("stopped", "sleep 100; cat");
    bench.add(file, "more: {preprocess: raw, steps: [deduplicate]}");
    Shoestring.Result first = detached(file);
    bench.awaitJobsClaim("stopped", "pipe-");
    Shoestring.Result again = bench.machine("laptop").run(bench.cluster.run(file, "--detach"));
    Shoestring.Result stop = bench.machine("other").run("stop", file, "slow").good();

    assertThat(first.out()).containsPattern("ends +WAITING").containsPattern("more +SUBMITTED");
    assertThat(again.code()).as(again.err()).isEqualTo(75);
    assertThat(again.err()).containsPattern("slow: job .* is running this stage");
    assertThat(stop.err()).containsPattern("slow: job .* has stopped");
    bench.cluster.await("its end", () -> bench.cluster.jobs("pipe-.*" + ClusterBench.RUNNING) == 0);
  }

  @Test
  void run_afterADetachedJobFailed_tellsItsErrorAndTriesAgain() throws Exception {
    String file = bench.experiment("failed", "echo broken >&2; exit 7");
    long before = bench.cluster.jobs(FAILED);
    Shoestring.Result unused = detached(file);
    bench.cluster.await("its failure", () -> bench.cluster.jobs(FAILED) > before);
    Shoestring.Result next = bench.machine("laptop").run(bench.cluster.run(file));

    assertThat(next.code()).as(next.err()).isEqualTo(1);
    assertThat(next.err())
        .contains("slow: the job that a run with --detach submitted has failed: ")
        .contains("slow: trying again")
        .contains("stage slow failed: ");
  }

  @Test
  void run_experimentChangedWhileADetachedJobWorks_tellsOfTheJobAndRuns() throws Exception {
    Shoestring.Result unused = detached(bench.experiment("changed", bench.gated("gate-changed")));
    bench.awaitJobsClaim("changed", "pipe-");
    Shoestring.Running changed =
        bench.machine("laptop").start(bench.cluster.run(bench.experiment("changed", "tr l L")));
    bench.cluster.await(
        "a remark on the job",
        () -> hasSaid(changed, "slow: job .* still makes what this stage was before"));
    bench.open("gate-changed");

    changed.end().good();
  }
}
