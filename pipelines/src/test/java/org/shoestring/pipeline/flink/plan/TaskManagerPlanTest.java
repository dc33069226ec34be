package org.shoestring.pipeline.flink.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.flink.settings.ClusterFile;
import org.shoestring.spec.UsageException;

class TaskManagerPlanTest {
  private static final long MB = 1L << 20;
  private static final ClusterAddress HERE = new ClusterAddress("127.0.0.1", 6123);

  private static PlannedProcess plan(long machine, Map<String, String> settings)
      throws IOException {
    return plan(machine, settings, Optional.empty());
  }

  private static PlannedProcess plan(
      long machine, Map<String, String> settings, Optional<String> announce) throws IOException {
    Configuration file = ClusterFile.read(ClusterFile.TASK_MANAGER);
    file.addAll(Configuration.fromMap(settings));
    return TaskManagerPlan.of(
        HERE,
        new ProcessChoices(
            Optional.empty(),
            Optional.of(1),
            Optional.empty(),
            announce,
            Optional.empty(),
            new ClusterPorts(10),
            Path.of(""),
            Optional.empty()),
        file,
        machine * MB);
  }

  @Test
  void of_machineOfOneGigabyte_hasTheFlagsOfItsMemory() throws IOException {
    PlannedProcess planned = plan(985, Map.of());

    assertThat(planned.javaFlags())
        .containsExactly(
            "-Xmx" + 287 * MB,
            "-Xms" + 287 * MB,
            "-XX:MaxDirectMemorySize=" + 160 * MB,
            "-XX:MaxMetaspaceSize=" + 160 * MB,
            "-XX:+UseSerialGC");
    Configuration all = planned.configuration();
    assertThat(all.get(TaskManagerOptions.TASK_HEAP_MEMORY).getMebiBytes()).isEqualTo(223);
    assertThat(all.get(TaskManagerOptions.RPC_PORT)).isEqualTo("6132");
    assertThat(all.get(TaskManagerOptions.HOST)).isEqualTo("127.0.0.1");
    assertThat(all.get(JobManagerOptions.PORT)).isEqualTo(6123);
  }

  @Test
  void of_settingsOfTheFile_comeBeforeComputedOnes() throws IOException {
    PlannedProcess planned =
        plan(
            985,
            Map.of(
                "taskmanager.memory.process.size", "900m",
                "taskmanager.memory.managed.size", "120m",
                "env.java.opts.taskmanager", "-Dx=1  -Dy=2"));

    assertThat(planned.memory().process()).isEqualTo(900 * MB);
    assertThat(planned.configuration().get(TaskManagerOptions.MANAGED_MEMORY_SIZE).getMebiBytes())
        .isEqualTo(120);
    assertThat(planned.javaFlags()).endsWith("-Dx=1", "-Dy=2");
  }

  @Test
  void of_settingsThatContradictEachOther_areRefusedInWords() {
    assertThatThrownBy(() -> plan(985, Map.of("taskmanager.memory.managed.size", "2g")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Flink does not accept these settings of memory: ")
        .hasMessageEndingWith("or your files in runners-config/flink-cluster");
  }

  @Test
  void of_publicAddressAnnounced_needsCertificates() throws IOException {
    assertThatThrownBy(() -> plan(985, Map.of(), Optional.of("8.8.8.8")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--announce 8.8.8.8 is a public address, and whoever reaches ");

    Map<String, String> secured = Map.of("security.ssl.internal.enabled", "true");
    Configuration all = plan(985, secured, Optional.of("8.8.8.8")).configuration();
    assertThat(all.get(TaskManagerOptions.HOST)).isEqualTo("8.8.8.8");
    assertThat(all.get(TaskManagerOptions.BIND_HOST)).isEqualTo("127.0.0.1");
  }
}
