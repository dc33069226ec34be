package org.shoestring.pipeline.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.JobSubmissionResult;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.io.DiscardingOutputFormat;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.flink.FlinkSession;
import org.shoestring.pipeline.flink.SubmittedJob;

@Timeout(60)
@SuppressWarnings("deprecation") // As in FlinkSession.
class FlinkSessionTest {
  private final Path folder;
  private final AtomicInteger givenBack = new AtomicInteger();

  FlinkSessionTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A cluster that accepts a job, and says so when it is allowed to. */
  private final class SlowCluster extends MiniCluster {
    private final CompletableFuture<Boolean> answers = new CompletableFuture<>();

    SlowCluster() {
      super(
          new MiniClusterConfiguration.Builder()
              .setConfiguration(new EmbeddedSettings(Map.of(), 1, folder).configuration(folder))
              .build());
    }

    @Override
    public CompletableFuture<JobSubmissionResult> submitJob(JobGraph graph) {
      return super.submitJob(graph).thenCombine(answers, (accepted, yes) -> accepted);
    }
  }

  private static final class SleepFn implements MapFunction<Integer, Integer> {
    private static final long serialVersionUID = 1;

    @Override
    public Integer map(Integer number) throws InterruptedException {
      Thread.sleep(60_000);
      return number;
    }
  }

  private static void submit() throws Exception {
    ExecutionEnvironment flink = ExecutionEnvironment.getExecutionEnvironment();
    flink.setParallelism(1);
    flink.fromElements(1).map(new SleepFn()).output(new DiscardingOutputFormat<>());
    var unused = flink.executeAsync("sleep");
  }

  @Test
  void close_interruptedBeforeTheJobWasAccepted_cancelsItAndGivesItsSlotsBack() throws Exception {
    try (SlowCluster cluster = new SlowCluster()) {
      cluster.start();
      FlinkSession session =
          FlinkSession.on(new EmbeddedFlink.Slots(cluster, folder, givenBack::incrementAndGet));
      Thread.currentThread().interrupt();
      assertThatThrownBy(FlinkSessionTest::submit).isInstanceOf(InterruptedException.class);
      assertThat(givenBack).hasValue(0);
      cluster.answers.complete(true);

      session.close();

      assertThat(cluster.listJobs().get())
          .extracting(JobStatusMessage::getJobState)
          .containsExactly(JobStatus.CANCELED);
      assertThat(givenBack).hasValue(1);
    }
  }

  @Test
  void close_jobThatWasHandedOver_leavesIt() throws Exception {
    try (SlowCluster cluster = new SlowCluster()) {
      cluster.start();
      cluster.answers.complete(true);
      FlinkSession session =
          FlinkSession.on(new EmbeddedFlink.Slots(cluster, folder, givenBack::incrementAndGet));
      submit();
      SubmittedJob job = session.handOver();
      session.close();

      assertThat(job.end()).isNotDone();
      assertThat(givenBack).hasValue(0);
      job.cancel();
      assertThat(job.end()).isDone();
      assertThat(givenBack).hasValue(1);
    }
  }

  @Test
  void close_withoutAJob_givesItsSlotsBack() throws Exception {
    try (SlowCluster cluster = new SlowCluster()) {
      FlinkSession.on(new EmbeddedFlink.Slots(cluster, folder, givenBack::incrementAndGet)).close();
      assertThat(givenBack).hasValue(1);
    }
  }
}
