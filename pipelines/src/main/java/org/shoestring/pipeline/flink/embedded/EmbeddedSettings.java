package org.shoestring.pipeline.flink.embedded;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.CacheFolder;
import org.shoestring.pipeline.flink.FlinkFolder;
import org.shoestring.pipeline.process.MachineMemory;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;

/**
 * What an embedded cluster is made of.
 *
 * @param flink Flink's configuration for one slot
 * @param spill where its temporary folder is made
 */
record EmbeddedSettings(Map<String, String> flink, int slots, Path spill) {
  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(32);
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(16);

  /** The parallelism of who gives none. */
  private static final int UNSET = -1;

  /** What the cluster takes beside what is managed: its threads, and the heap of its masters. */
  private static final long FRAMEWORK_BYTES = 64L << 20;

  EmbeddedSettings {
    flink = Map.copyOf(flink);
  }

  /**
   * The cluster that options ask for.
   *
   * @throws UsageException if there can be none of so many slots on this machine
   */
  static EmbeddedSettings of(EmbeddedFlinkOptions options, OwnSettings own) {
    atLeastOne("--slots", options.getSlots(), own);
    int parallelism = options.getParallelism();
    if (parallelism != UNSET) {
      atLeastOne("--parallelism", parallelism, own);
    }
    @Nullable String given = options.getSpillFolder();
    Path spill = given == null ? CacheFolder.spill(CacheFolder.ofUser()) : Path.of(given);
    EmbeddedSettings settings =
        new EmbeddedSettings(
            new TreeMap<>(options.getFlinkConfiguration()),
            options.getSlots(),
            spill.toAbsolutePath().normalize());
    settings.checkMemory(own, MachineMemory.bytes());
    return settings;
  }

  private static void atLeastOne(String name, int value, OwnSettings own) {
    if (value < 1) {
      throw UsageException.mustBe(own.placed(name), "a whole number of 1 or more", value);
    }
  }

  /** Flink takes memory that there is not, until the machine ends the process. */
  private void checkMemory(OwnSettings own, long machine) {
    if (bytes() > machine) {
      String managed = TaskManagerOptions.MANAGED_MEMORY_SIZE.key();
      String network = TaskManagerOptions.NETWORK_MEMORY_MAX.key();
      throw new UsageException(
          own.line(managed, managed + ": " + managed().toHumanReadableString())
              + "; "
              + own.line(network, network + ": " + network().toHumanReadableString())
              + ": Flink's memory for "
              + Plural.of(slots, "slot")
              + " would be "
              + Bytes.show(bytes())
              + ", but this machine has "
              + Bytes.show(machine)
              + "; set less, or use fewer slots (-j)");
    }
  }

  /** The bytes that the cluster takes, whatever it works on. */
  long bytes() {
    long slot = managed().getBytes() + network().getBytes();
    boolean fits = slot >= 0 && slot <= (Long.MAX_VALUE - FRAMEWORK_BYTES) / slots;
    return fits ? slot * slots + FRAMEWORK_BYTES : Long.MAX_VALUE;
  }

  /** Of one slot. */
  private MemorySize managed() {
    return Configuration.fromMap(flink)
        .getOptional(TaskManagerOptions.MANAGED_MEMORY_SIZE)
        .orElse(MANAGED);
  }

  /** Of one slot. */
  private MemorySize network() {
    return Configuration.fromMap(flink)
        .getOptional(TaskManagerOptions.NETWORK_MEMORY_MAX)
        .orElse(NETWORK);
  }

  /** What is the same in every cluster, whatever is set. */
  static Set<String> fixedKeys() {
    Path any = Path.of("");
    Set<String> keys =
        new HashSet<>(new EmbeddedSettings(Map.of(), 1, any).configuration(any).keySet());
    keys.remove(TaskManagerOptions.MANAGED_MEMORY_SIZE.key());
    keys.remove(TaskManagerOptions.NETWORK_MEMORY_MAX.key());
    return keys;
  }

  /** Flink's configuration of the whole cluster, with all its files in a folder. */
  Configuration configuration(Path folder) {
    Configuration configuration = Configuration.fromMap(flink);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, managed().multiply(slots));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network().multiply(slots));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network().multiply(slots));
    FlinkFolder.set(configuration, folder);
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
