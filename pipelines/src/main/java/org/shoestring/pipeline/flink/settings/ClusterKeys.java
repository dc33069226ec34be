package org.shoestring.pipeline.flink.settings;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.AlgorithmOptions;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.CleanupOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.HistoryServerOptions;
import org.apache.flink.configuration.JMXServerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.OptimizerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.SinkOptions;
import org.apache.flink.configuration.SlowTaskDetectorOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateChangelogOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.TraceOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.highavailability.JobResultStoreOptions;
import org.apache.flink.runtime.shuffle.ShuffleServiceOptions;
import org.shoestring.spec.UsageException;

/** The keys of Flink's configuration that the processes of a cluster take. */
final class ClusterKeys {
  private static final List<Class<?>> GROUPS =
      List.of(
          AlgorithmOptions.class,
          BatchExecutionOptions.class,
          BlobServerOptions.class,
          CheckpointingOptions.class,
          CleanupOptions.class,
          ClusterOptions.class,
          CoreOptions.class,
          DeploymentOptions.class,
          ExecutionOptions.class,
          ExternalResourceOptions.class,
          HeartbeatManagerOptions.class,
          HighAvailabilityOptions.class,
          HistoryServerOptions.class,
          JMXServerOptions.class,
          JobManagerOptions.class,
          JobResultStoreOptions.class,
          MetricOptions.class,
          NettyShuffleEnvironmentOptions.class,
          OptimizerOptions.class,
          PipelineOptions.class,
          ResourceManagerOptions.class,
          RestOptions.class,
          RestartStrategyOptions.class,
          RpcOptions.class,
          SecurityOptions.class,
          ShuffleServiceOptions.class,
          SinkOptions.class,
          SlowTaskDetectorOptions.class,
          StateBackendOptions.class,
          StateChangelogOptions.class,
          TaskManagerOptions.class,
          TraceOptions.class,
          WebOptions.class);

  /** Keys with a name that users choose, or of a plugin, which knows its own. */
  private static final Pattern OPEN =
      Pattern.compile(
          "(metrics\\.reporter|traces\\.reporter|external-resource"
              + "|security\\.(delegation|kerberos)\\.token\\.provider|fs)\\.[^.]+\\..+"
              + "|(s3a?|presto\\.s3|hive\\.s3|gs|azure|flink\\.hadoop)\\..+");

  private static final String FOLDER = "--folder DIR";
  private static final String JOB_MANAGER = "the argument HOST[:PORT]";

  /** What is set by other means in both processes, and by which. */
  private static final Map<String, String> SET_ELSEWHERE =
      Map.of(
          CoreOptions.TMP_DIRS.key(), FOLDER,
          BlobServerOptions.STORAGE_DIRECTORY.key(), FOLDER,
          WebOptions.TMP_DIR.key(), FOLDER);

  private static final Map<String, String> SET_ELSEWHERE_FOR_TASK_MANAGERS =
      Map.of(
          JobManagerOptions.ADDRESS.key(), JOB_MANAGER,
          JobManagerOptions.PORT.key(), JOB_MANAGER);

  /** What keys begin with that only other kinds of clusters take. */
  private static final Pattern OF_CONTAINERS =
      Pattern.compile("(containerized|kubernetes|yarn|mesos)\\..*");

  private static final String OF_SCRIPTS = "env.";

  /** The only ones of these that are read here. */
  private static final Set<String> JAVA_OPTIONS =
      Set.of(
          CoreOptions.FLINK_JVM_OPTIONS.key(),
          CoreOptions.FLINK_JM_JVM_OPTIONS.key(),
          CoreOptions.FLINK_TM_JVM_OPTIONS.key());

  private ClusterKeys() {}

  /**
   * Checks a setting.
   *
   * @param ofTaskManager whether it is one of a task manager, else of a job manager
   * @throws UsageException if Flink does not know the key or does not take the value, or if it
   *     would change nothing
   */
  static void check(String where, String key, String value, boolean ofTaskManager) {
    if (OF_CONTAINERS.matcher(key).matches()) {
      throw unused(where, key, "it is for clusters that Kubernetes or YARN starts");
    }
    if (!isKnown(key)) {
      throw new UsageException(
          where
              + ": '"
              + key
              + "' is not a setting of Flink"
              + Known.OPTIONS.question(key)
              + "; correct its name, or remove it");
    }
    List<String> names = Known.OPTIONS.names(key);
    for (String name : names) {
      String other = SET_ELSEWHERE.get(name);
      if (other == null && ofTaskManager) {
        other = SET_ELSEWHERE_FOR_TASK_MANAGERS.get(name);
      }
      if (other != null) {
        throw new UsageException(where + ": '" + key + "' cannot be set here; use " + other);
      }
    }
    if (key.startsWith(OF_SCRIPTS) && Collections.disjoint(names, JAVA_OPTIONS)) {
      throw unused(
          where, key, "it is for Flink's own scripts, and these processes start without them");
    }
    Known.OPTIONS.checkValue(where, key, value);
  }

  /** Whether Flink takes a key. */
  static boolean isKnown(String key) {
    return Known.OPTIONS.has(key) || OPEN.matcher(key).matches();
  }

  private static UsageException unused(String where, String key, String why) {
    return new UsageException(
        where + ": '" + key + "' would change nothing, since " + why + ". Remove it");
  }

  /** Gathered when there is something to check. */
  private static final class Known {
    static final FlinkOptions OPTIONS = new FlinkOptions(GROUPS);
  }
}
