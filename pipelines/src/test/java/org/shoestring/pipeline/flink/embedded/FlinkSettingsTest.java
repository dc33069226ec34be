package org.shoestring.pipeline.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.files.SettingsFile;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.pipeline.process.ExitCode;

/** Settings of Flink that are right one by one, or that Flink checks only when it runs. */
@Timeout(300)
class FlinkSettingsTest {
  private final Path folder;
  private final Path file;

  FlinkSettingsTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("mine");
  }

  @AfterEach
  void stop() throws InterruptedException {
    EmbeddedFlink.stop();
  }

  /** A pipeline that groups, with the lines of the built-in runner and these instead of theirs. */
  private void run(List<String> own, String... added) throws Exception {
    List<String> lines = new ArrayList<>(own);
    for (SettingsFile.Line line : SettingsFile.builtIn("runners-config", "flink-local").lines()) {
      String name = line.text().split("[=:]", 2)[0];
      if (own.stream().noneMatch(mine -> mine.split("[=:]", 2)[0].equals(name))) {
        lines.add(line.text());
      }
    }
    Files.write(file, lines);
    Pipeline pipeline =
        Pipeline.create(
            BeamSettings.of(file.toString(), List.of(added), 2)
                .checked()
                .spillingTo(folder)
                .options(2));
    pipeline
        .apply(Create.of(1, 2, 3))
        .apply(WithKeys.of((Integer i) -> i % 2).withKeyType(TypeDescriptors.integers()))
        .apply(GroupByKey.create())
        .apply(Values.create());
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(State.DONE);
  }

  private void assertRefused(String message, List<String> own, String... added) {
    assertThatThrownBy(() -> run(own, added))
        .satisfies(
            error -> {
              Exception refused = (Exception) error;
              assertThat(ExitCode.message(refused)).isEqualTo(message.replace("FILE", file + ""));
              assertThat(ExitCode.of(refused)).isEqualTo(2);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--parallelism=0 | the command line: --parallelism must be a whole number of 1 or more, but is '0'",
        "--parallelism=-5 | the command line: --parallelism must be a whole number of 1 or more, but is '-5'",
        "--slots=0 | the command line: --slots must be a whole number of 1 or more, but is '0'",
        "--streaming=true | the command line: --streaming: the embedded Flink cluster runs batch"
            + " pipelines on Flink's DataSet interface only; remove it",
        "--useDataStreamForBatch=true | the command line: --useDataStreamForBatch: the embedded"
            + " Flink cluster runs batch pipelines on Flink's DataSet interface only; remove it",
        "--stateBackend=foo | the command line: '--stateBackend' would change nothing, since it is for"
            + " streaming pipelines, and an embedded cluster runs batch pipelines. Remove it",
        "--flinkMaster=[auto] | the command line: '--flinkMaster' would change nothing, since it is for"
            + " clusters of other processes. Remove it",
        "--targetParallelism=3 | the command line: '--targetParallelism' would change nothing, since it"
            + " is an option of DirectRunner, and the runner is EmbeddedFlinkRunner. Remove it",
        "--stateBackendz=rocksdb | the command line: '--stateBackendz' is not a Beam pipeline"
            + " option; did you mean '--stateBackend'?",
      })
  void run_optionThatCannotBe_isRefusedBeforeFlinkStarts(String lineAndMessage) {
    String[] both = lineAndMessage.split(" \\| ", 2);
    assertRefused(both[1], List.of(), both[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state.backend.type: rocksdb | FILE:1: 'state.backend.type' is not a Flink setting that an"
            + " embedded cluster uses; correct its name, or remove it",
        "taskmanager.memory.network.min: 1g | FILE:1: 'taskmanager.memory.network.min' cannot be set"
            + " here; use taskmanager.memory.network.max",
        "taskmanager.memory.process.size: 1g | FILE:1: 'taskmanager.memory.process.size' would change"
            + " nothing, since an embedded cluster is a part of this process. Remove it; 'java -Xmx'"
            + " limits the memory of this process, and taskmanager.memory.managed.size and"
            + " taskmanager.memory.network.max that of a slot",
        "env.java.opts.all: -Xmx4g | FILE:1: 'env.java.opts.all' would change nothing, since it is for"
            + " the processes that Flink's scripts start, and an embedded cluster is a part of this"
            + " process. Remove it; options of Java go to 'java' itself, or in JAVA_TOOL_OPTIONS",
        "minicluster.number-of-taskmanagers: 2 | FILE:1: 'minicluster.number-of-taskmanagers' would"
            + " change nothing, since an embedded cluster is one task manager. Remove it; -j sets its"
            + " slots",
        "pipeline.object-reuse: true | FILE:1: 'pipeline.object-reuse' would change nothing, since jobs"
            + " bring it with them, made of Beam's options, such as --objectReuse=true. Remove it",
        "execution.runtime-mode: STREAMING | FILE:1: 'execution.runtime-mode' is not a Flink setting"
            + " that an embedded cluster uses; correct its name, or remove it",
        "jobstore.type: Memory | FILE:1: 'jobstore.type' would change nothing, since an embedded"
            + " cluster keeps no finished jobs. Remove it",
        "jobmanager.bind-host: 8.8.8.8 | FILE:1: 'jobmanager.bind-host' would change nothing, since"
            + " an embedded cluster sets it itself; remove it",
        "classloader.resolve-order: child-first | FILE:1: 'classloader.resolve-order' would change"
            + " nothing, since an embedded cluster sets it itself; remove it",
      })
  void run_keyThatCannotBeSet_isRefusedBeforeFlinkStarts(String lineAndMessage) {
    String[] both = lineAndMessage.split(" \\| ", 2);
    assertRefused(both[1], List.of(both[0]));
  }

  @Test
  void run_moreMemoryThanTheMachineHas_isRefusedBeforeFlinkTakesIt() {
    for (String size : List.of("100000g", "9223372036854775807")) {
      assertThatThrownBy(() -> run(List.of("taskmanager.memory.managed.size: " + size)))
          .satisfies(error -> assertThat(ExitCode.of((Exception) error)).isEqualTo(2))
          .hasMessageStartingWith(
              file
                  + ":1: taskmanager.memory.managed.size: "
                  + size
                  + "; taskmanager.memory.network.max: 16.000mb (16777216 bytes): Flink's memory for"
                  + " 2 slots would be ")
          .hasMessageContaining(" TB, but this machine has ")
          .hasMessageEndingWith("B; set less, or use fewer slots (-j)");
    }
    assertThatThrownBy(() -> run(List.of(), "--parallelism=2147483647"))
        .satisfies(error -> assertThat(ExitCode.of((Exception) error)).isEqualTo(2))
        .hasMessageStartingWith(
            "taskmanager.memory.managed.size: 32.000mb (33554432 bytes);"
                + " taskmanager.memory.network.max: 16.000mb (16777216 bytes): Flink's memory for"
                + " 2147483647 slots would be 108086 TB, but this machine has ");
  }

  /** Lines, and what Flink says of them. */
  @Tag("long")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "taskmanager.memory.managed.size: 0 | Too little memory provided to sorter to perform task."
            + " Required are at least 12 pages. Current page size is 32768 bytes. ",
        "taskmanager.memory.segment-size: 3000 | Invalid configuration value for"
            + " taskmanager.memory.segment-size : 3000 - Minimum memory segment size is 4096; ",
        "taskmanager.memory.min-segment-size: 1m | java.lang.IllegalArgumentException; ",
        "restart-strategy.type: foo | foo is an unknown value of RestartStrategyType. ",
        "restart-strategy.type: fixed-delay # restart-strategy.fixed-delay.attempts: -3 | Maximum"
            + " number of restart attempts must be at least 0. ",
        "restart-strategy.type: exponential-delay # restart-strategy.exponential-delay.initial-backoff:"
            + " 1 h # restart-strategy.exponential-delay.max-backoff: 1 s | Initial backoff cannot be"
            + " higher than maximum backoff. ",
        "heartbeat.timeout: 1 | The heartbeat timeout should be larger or equal than the heartbeat"
            + " interval. ",
        "blob.server.port: 99999 | Invalid port configuration. Port must be between 0and 65535, but"
            + " was 99999. ",
        "cluster.io-pool.size: -1 | Illegal pool size (-1) of io-executor, please re-configure"
            + " 'cluster.io-pool.size'. ",
        "jobmanager.execution.failover-strategy: foo | Unknown failover strategy: foo; ",
        "--executionModeForBatch=FOO | No enum constant"
            + " org.apache.flink.api.common.ExecutionMode.FOO; ",
      })
  void run_linesThatFlinkRefuses_areNamedWithWhatItSays(String linesAndMessage) {
    String[] both = linesAndMessage.split(" \\| ", 2);
    List<String> own = List.of(both[0].split(" # "));
    StringBuilder places = new StringBuilder();
    for (int i = 0; i < own.size(); i++) {
      places.append(i == 0 ? "" : "; ").append("FILE:" + (i + 1) + ": ").append(own.get(i));
    }
    boolean one = own.size() == 1;
    assertRefused(
        places
            + ": Flink does not run with "
            + (one ? "this setting: " : "these settings: ")
            + both[1]
            + (one ? "Correct it, or remove it" : "Correct or remove one of them"),
        own);
  }

  @Tag("long")
  @Test
  void run_lineThatFlinkNames_isNamedAlone() {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        "taskmanager.memory.network.max: 100k",
                        "taskmanager.memory.managed.size: 16m")))
        .satisfies(error -> assertThat(ExitCode.of((Exception) error)).isEqualTo(2))
        .satisfies(
            error ->
                assertThat(ExitCode.message((Exception) error))
                    .startsWith(
                        file
                            + ":1: taskmanager.memory.network.max: 100k: Flink does not run with this"
                            + " setting: Insufficient number of network buffers: required "));
  }

  @Tag("long")
  @Test
  void run_portInUse_isNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      String line = "blob.server.port: " + taken.getLocalPort();
      assertThatThrownBy(() -> run(List.of(line)))
          .satisfies(error -> assertThat(ExitCode.of((Exception) error)).isEqualTo(2))
          .satisfies(
              error ->
                  assertThat(ExitCode.message((Exception) error))
                      .startsWith(
                          file + ":1: " + line + ": Flink does not run with this setting: "));
    }
  }

  @Tag("long")
  @Test
  void run_askTimeoutTooShort_isNamed() {
    String line = "pekko.ask.timeout: 1 ms";
    // A Flink that has worked before answers in time now and then, but not always.
    assertThatThrownBy(() -> runAgainAndAgain(List.of(line)))
        .satisfies(error -> assertThat(ExitCode.of((Exception) error)).isEqualTo(2))
        .satisfies(
            error ->
                assertThat(ExitCode.message((Exception) error))
                    .startsWith(file + ":1: " + line + ": Flink does not run with this setting: "));
  }

  private void runAgainAndAgain(List<String> own) throws Exception {
    for (int i = 0; i < 20; i++) {
      run(own);
      EmbeddedFlink.stop();
    }
  }
}
