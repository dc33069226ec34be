package org.shoestring.pipeline.flink.embedded;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.AlgorithmOptions;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CleanupOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.shoestring.pipeline.flink.settings.FlinkOptions;
import org.shoestring.spec.UsageException;

/** The keys of Flink's configuration that an embedded cluster heeds. */
public final class EmbeddedKeys {
  /** Without those of single jobs, which Beam makes of its own options. */
  private static final List<Class<?>> GROUPS =
      List.of(
          RpcOptions.class,
          AlgorithmOptions.class,
          BatchExecutionOptions.class,
          BlobServerOptions.class,
          CleanupOptions.class,
          ClusterOptions.class,
          CoreOptions.class,
          HeartbeatManagerOptions.class,
          JobManagerOptions.class,
          MetricOptions.class,
          NettyShuffleEnvironmentOptions.class,
          ResourceManagerOptions.class,
          RestartStrategyOptions.class,
          TaskManagerOptions.class,
          WebOptions.class);

  /** What is set by other means, and by which. */
  private static final Map<String, String> SET_ELSEWHERE =
      Map.of(
          TaskManagerOptions.NUM_TASK_SLOTS.key(), "-j",
          TaskManagerOptions.NETWORK_MEMORY_MIN.key(), TaskManagerOptions.NETWORK_MEMORY_MAX.key(),
          CoreOptions.TMP_DIRS.key(), "--work-dir, or --spillFolder=DIR",
          CoreOptions.DEFAULT_PARALLELISM.key(), "-j, or --parallelism=N");

  private EmbeddedKeys() {}

  /**
   * Checks a setting.
   *
   * @throws UsageException if Flink does not know the key, or does not take the value
   */
  public static void check(String where, String key, String value) {
    for (String name : Known.OPTIONS.names(key)) {
      String other = SET_ELSEWHERE.get(name);
      if (other != null) {
        throw new UsageException(where + ": '" + key + "' cannot be set here; use " + other);
      }
      if (Known.FIXED.contains(name)) {
        throw new UsageException(
            where
                + ": '"
                + key
                + "' would change nothing, since an embedded cluster sets it itself; remove it");
      }
      UnusedSettings.ofFlink(name)
          .ifPresent(
              why -> {
                throw new UsageException(
                    where + ": '" + key + "' would change nothing, since " + why);
              });
    }
    if (!Known.OPTIONS.has(key)) {
      throw new UsageException(
          where
              + ": '"
              + key
              + "' is not a Flink setting that an embedded cluster uses"
              + Known.OPTIONS.question(key)
              + "; correct its name, or remove it");
    }
    Known.OPTIONS.checkValue(where, key, value);
  }

  /** Gathered when there is something to check. */
  private static final class Known {
    static final FlinkOptions OPTIONS = new FlinkOptions(GROUPS);
    static final Set<String> FIXED = EmbeddedSettings.fixedKeys();
  }
}
