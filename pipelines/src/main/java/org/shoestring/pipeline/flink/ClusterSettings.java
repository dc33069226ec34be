package org.shoestring.pipeline.flink;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.CacheFolder;

/**
 * What an embedded cluster is made of.
 *
 * @param flink Flink's configuration for one slot
 * @param spill where its temporary folder is made
 */
record ClusterSettings(Map<String, String> flink, int slots, Path spill) {
  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(32);
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(16);

  /** What the cluster takes beside what is managed: its threads, and the heap of its masters. */
  private static final long FRAMEWORK_BYTES = 64L << 20;

  ClusterSettings {
    flink = Map.copyOf(flink);
  }

  static ClusterSettings of(EmbeddedFlinkOptions options) {
    @Nullable String given = options.getSpillFolder();
    Path spill = given == null ? CacheFolder.spill(CacheFolder.ofUser()) : Path.of(given);
    return new ClusterSettings(
        new TreeMap<>(options.getFlinkConfiguration()),
        Math.max(1, options.getSlots()),
        spill.toAbsolutePath().normalize());
  }

  /** The bytes that the cluster takes, whatever it works on. */
  long bytes() {
    return managed().getBytes() + network().getBytes() + FRAMEWORK_BYTES;
  }

  private MemorySize managed() {
    return Configuration.fromMap(flink)
        .getOptional(TaskManagerOptions.MANAGED_MEMORY_SIZE)
        .orElse(MANAGED)
        .multiply(slots);
  }

  private MemorySize network() {
    return Configuration.fromMap(flink)
        .getOptional(TaskManagerOptions.NETWORK_MEMORY_MAX)
        .orElse(NETWORK)
        .multiply(slots);
  }

  /** Flink's configuration of the whole cluster, with all its files in a folder. */
  Configuration configuration(Path folder) {
    Configuration configuration = Configuration.fromMap(flink);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, managed());
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network());
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network());
    configuration.set(CoreOptions.TMP_DIRS, folder.toString());
    configuration.set(BlobServerOptions.STORAGE_DIRECTORY, folder.toString());
    configuration.set(WebOptions.TMP_DIR, folder.toString());
    configuration.set(RestOptions.ADDRESS, "localhost");
    configuration.set(RestOptions.BIND_ADDRESS, "localhost");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(JobManagerOptions.BIND_HOST, "localhost");
    configuration.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    // Classes are those of this process, so that there is one budget and one progress.
    configuration.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
    configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    // Nothing needs to go through a socket.
    configuration.set(BlobServerOptions.OFFLOAD_MINSIZE, Integer.MAX_VALUE);
    return configuration;
  }
}
