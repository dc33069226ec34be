package org.shoestring.pipeline.flink.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.TaskManagerOptions;
import org.shoestring.pipeline.flink.BeamFlinkOptions;

/**
 * Settings that Flink or Beam takes, and that change nothing in an embedded cluster: those of other
 * processes than this one, and those of streaming pipelines.
 */
public final class UnusedSettings {
  private static final String MEMORY =
      "an embedded cluster is a part of this process. Remove it; 'java -Xmx' limits the memory of"
          + " this process, and taskmanager.memory.managed.size and taskmanager.memory.network.max"
          + " that of a slot";

  /**
   * Flink's own list for clusters inside a process, what only computes these, and what only jobs
   * that ask for memory themselves are compared with.
   */
  private static final Set<String> PROCESS_MEMORY =
      Stream.of(
              TaskManagerOptions.TOTAL_PROCESS_MEMORY,
              TaskManagerOptions.TOTAL_FLINK_MEMORY,
              TaskManagerOptions.FRAMEWORK_HEAP_MEMORY,
              TaskManagerOptions.FRAMEWORK_OFF_HEAP_MEMORY,
              TaskManagerOptions.TASK_HEAP_MEMORY,
              TaskManagerOptions.TASK_OFF_HEAP_MEMORY,
              TaskManagerOptions.JVM_METASPACE,
              TaskManagerOptions.JVM_OVERHEAD_MIN,
              TaskManagerOptions.JVM_OVERHEAD_MAX,
              TaskManagerOptions.JVM_OVERHEAD_FRACTION,
              TaskManagerOptions.MANAGED_MEMORY_FRACTION,
              TaskManagerOptions.NETWORK_MEMORY_FRACTION)
          .map(ConfigOption::key)
          .collect(Collectors.toUnmodifiableSet());

  /** What keys begin with, and why these change nothing. */
  private static final Map<String, String> BY_BEGINNING =
      Map.of(
          "jobmanager.memory.",
          MEMORY,
          "jobmanager.heap.",
          MEMORY,
          "taskmanager.heap.",
          MEMORY,
          "env.",
          "it is for the processes that Flink's scripts start, and an embedded cluster is a part"
              + " of this process. Remove it; options of Java go to 'java' itself, or in"
              + " JAVA_TOOL_OPTIONS",
          "minicluster.number-of-taskmanagers",
          "an embedded cluster is one task manager. Remove it; -j sets its slots",
          "pipeline.",
          "jobs bring it with them, made of Beam's options, such as --objectReuse=true. Remove it",
          "jobstore.",
          "an embedded cluster keeps no finished jobs. Remove it");

  private UnusedSettings() {}

  /** Why a key of Flink's configuration changes nothing, and what to do; empty if it is used. */
  static Optional<String> ofFlink(String key) {
    return PROCESS_MEMORY.contains(key)
        ? Optional.of(MEMORY)
        : BY_BEGINNING.entrySet().stream()
            .filter(unused -> key.startsWith(unused.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
  }

  /** Why an option of Beam changes nothing, and what to do; empty if it may change something. */
  public static Optional<String> ofBeam(String name) {
    if (BeamFlinkOptions.STREAMING.contains(name)) {
      return Optional.of(
          "it is for streaming pipelines, and an embedded cluster runs batch pipelines. Remove it");
    }
    return BeamFlinkOptions.REACHING.contains(name)
        ? Optional.of("it is for clusters of other processes. Remove it")
        : Optional.empty();
  }
}
