package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobGraphBuilder;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.tasks.AbstractInvokable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;

/** What a job manager of ours does after a task has failed, or its machine was lost. */
@Tag("long")
@Timeout(400)
class FlinkRestartsEndToEndTest {
  private static final String FOLDER = "folder";

  private final Path folder;

  FlinkRestartsEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A task that notes its start. */
  abstract static class NotedTask extends AbstractInvokable {
    NotedTask(Environment environment) {
      super(environment);
    }

    final Path folder() {
      return Path.of(getTaskConfiguration().getString(FOLDER, ""));
    }

    @Override
    public final void invoke() throws Exception {
      Files.writeString(
          folder().resolve("starts"), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      work();
    }

    abstract void work() throws Exception;
  }

  /** Finds what its user has to mend. */
  public static final class BadData extends NotedTask {
    public BadData(Environment environment) {
      super(environment);
    }

    @Override
    void work() {
      throw new IllegalStateException("around it", new BadDataException("x.tsv:3: bad"));
    }
  }

  /** Fails with an error that may be gone the next time. */
  public static final class Broken extends NotedTask {
    public Broken(Environment environment) {
      super(environment);
    }

    @Override
    void work() throws IOException {
      throw new IOException("the store is down");
    }
  }

  /** Ends when it is told to. */
  public static final class Waiting extends NotedTask {
    public Waiting(Environment environment) {
      super(environment);
    }

    @Override
    void work() throws InterruptedException {
      while (!Files.exists(folder().resolve("end"))) {
        Thread.sleep(50);
      }
    }
  }

  private JobGraph job(Class<? extends AbstractInvokable> task) {
    JobVertex vertex = new JobVertex("task");
    vertex.setInvokableClass(task);
    vertex.setParallelism(1);
    vertex.getConfiguration().setString(FOLDER, folder.toString());
    return JobGraphBuilder.newBatchJobGraphBuilder().addJobVertex(vertex).build();
  }

  private long starts() throws IOException {
    Path file = folder.resolve("starts");
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static RestClusterClient<String> client(FlinkCluster cluster) throws Exception {
    Configuration configuration = new Configuration();
    String address = cluster.address();
    int colon = address.indexOf(':');
    configuration.set(RestOptions.ADDRESS, address.substring(0, colon));
    configuration.set(RestOptions.PORT, Integer.parseInt(address.substring(colon + 1)));
    return new RestClusterClient<>(configuration, "test");
  }

  private static void runToItsEnd(RestClusterClient<String> client, JobGraph job) throws Exception {
    client
        .requestJobResult(client.submitJob(job).get(60, TimeUnit.SECONDS))
        .get(120, TimeUnit.SECONDS)
        .toJobExecutionResult(FlinkRestartsEndToEndTest.class.getClassLoader());
  }

  @Test
  void job_failure_isRepeatedUnlessItsUserHasToMendIt() throws Exception {
    try (FlinkCluster cluster = FlinkCluster.start(folder, 1);
        RestClusterClient<String> client = client(cluster)) {
      assertThatThrownBy(() -> runToItsEnd(client, job(BadData.class)))
          .hasStackTraceContaining("x.tsv:3: bad");
      assertThat(starts()).isEqualTo(1);

      Files.delete(folder.resolve("starts"));
      assertThatThrownBy(() -> runToItsEnd(client, job(Broken.class)))
          .hasStackTraceContaining("the store is down");
      assertThat(starts()).isGreaterThan(3);
    }
  }

  @Test
  void job_taskManagersKilledAndStopped_continuesOnNewOnes() throws Exception {
    try (FlinkCluster cluster = FlinkCluster.start(folder, 1);
        RestClusterClient<String> client = client(cluster)) {
      var job = client.submitJob(job(Waiting.class)).get(60, TimeUnit.SECONDS);
      awaitStarts(1, cluster);
      for (int i = 0; i < 5; i++) {
        FlinkCluster.Member last = cluster.taskManagers().get(i);
        if (i % 2 == 0) {
          last.kill();
        } else {
          last.process().destroy();
        }
        FlinkCluster.Member unused = cluster.addTaskManager();
        awaitStarts(i + 2, cluster);
      }
      Files.writeString(folder.resolve("end"), "");

      assertThat(client.requestJobResult(job).get(120, TimeUnit.SECONDS).isSuccess())
          .as(cluster.logs())
          .isTrue();
    }
  }

  private void awaitStarts(int count, FlinkCluster cluster) throws Exception {
    long start = System.nanoTime();
    while (starts() < count) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(100)) {
        throw new AssertionError("not " + count + " starts: " + cluster.logs());
      }
      Thread.sleep(50);
    }
  }
}
