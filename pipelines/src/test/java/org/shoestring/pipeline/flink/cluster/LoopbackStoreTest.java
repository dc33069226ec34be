package org.shoestring.pipeline.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.clusterframework.types.ResourceProfile;
import org.apache.flink.runtime.instance.HardwareDescription;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.apache.flink.runtime.taskexecutor.TaskExecutorMemoryConfiguration;
import org.junit.jupiter.api.Test;

class LoopbackStoreTest {
  private static TaskManagerInfo workerAt(String host) {
    return new TaskManagerInfo(
        new ResourceID("vm-2-1f3a09b2_build"),
        "pekko.tcp://flink@" + host + ":6122/user/rpc/taskmanager_0",
        6121,
        -1,
        0,
        1,
        1,
        ResourceProfile.ZERO,
        ResourceProfile.ZERO,
        new HardwareDescription(1, 1, 1, 1),
        new TaskExecutorMemoryConfiguration(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L),
        false);
  }

  private static Optional<String> remark(String address, String... hosts) throws IOException {
    return LoopbackStore.remark(
        address, List.of(hosts).stream().map(LoopbackStoreTest::workerAt).toList());
  }

  @Test
  void remark_storeOfThisMachineAndAWorkerElsewhere_namesBoth() throws IOException {
    assertThat(
            remark("http://127.0.0.1:9000/bucket, signed for us-east-1", "127.0.0.1", "192.0.2.7"))
        .contains(
            "the workspace is at http://127.0.0.1:9000, but on worker vm-2-1f3a09b2 (192.0.2.7) that"
                + " is its own machine. If it does not reach the store there, give the store an"
                + " address that all machines reach");
    assertThat(remark("http://localhost/bucket", "192.0.2.7")).isPresent();
  }

  @Test
  void remark_storeThatAllReachOrWorkersHere_isNone() throws IOException {
    assertThat(remark("http://127.0.0.1:9000/bucket", "127.0.0.1")).isEmpty();
    assertThat(remark("https://bucket.s3.amazonaws.com", "192.0.2.7")).isEmpty();
    assertThat(remark("http://localhost.example.org/bucket", "192.0.2.7")).isEmpty();
  }
}
