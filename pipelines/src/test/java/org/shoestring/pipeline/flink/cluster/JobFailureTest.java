package org.shoestring.pipeline.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.pipeline.process.ClusterException;

class JobFailureTest {
  /** As the job manager shows it for a few seconds more. */
  private static final String OLD =
      """
      {"root-exception": null, "timestamp": null, "all-exceptions": [], "truncated": false,
       "exceptionHistory": {"truncated": false, "entries": []}}
      """;

  /** As it is when a job has ended: the last failure is that of the whole. */
  private static final String HISTORY =
      """
      {"root-exception": "x", "timestamp": 1, "all-exceptions": [], "truncated": false,
       "exceptionHistory": {"truncated": false, "entries": [
        {"exceptionName": "x", "stacktrace": "x", "timestamp": 2, "failureLabels": {},
         "concurrentExceptions": [
          {"exceptionName": "x", "stacktrace": "x", "timestamp": 2, "failureLabels": {},
           "taskName": "t", "endpoint": "e", "taskManagerId": "vm-2_build"}]},
        {"exceptionName": "x", "stacktrace": "x", "timestamp": 1, "failureLabels": {},
         "taskName": "t", "endpoint": "e", "taskManagerId": "vm-1_build",
         "concurrentExceptions": []}]}}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Too few memory segments provided. Sort needs at least 3 memory segments.",
        "Insufficient number of network buffers: required 17, but only 8 available.",
        "The record exceeds the maximum size of a sort buffer (current maximum: 1 bytes)."
      })
  void of_slotThatIsTooSmall_isToldWithTheCure(String said) throws IOException {
    JobID id = new JobID();
    Exception small =
        said.startsWith("Too") ? new IllegalArgumentException(said) : new IOException(said);
    Throwable failure =
        new ExecutionException(
            new JobExecutionException(
                id, "Job failed", new SerializedThrowable(new RuntimeException("task", small))));
    try (FakeJobManager server = new FakeJobManager().answer("exceptions", OLD, HISTORY);
        RemoteCluster cluster =
            RemoteCluster.at(server.address(), Map.of(), Duration.ofSeconds(20))) {
      assertThat(JobFailure.of(failure, new ClusterJob(cluster, id)))
          .isInstanceOf(ClusterException.class)
          .hasMessage(
              "worker vm-2: its slots are too small for this stage ("
                  + said
                  + "). Start the task managers with more --memory, or with fewer --slots. Finished"
                  + " shards are kept: run the same command again to go on from them");
    }
  }
}
