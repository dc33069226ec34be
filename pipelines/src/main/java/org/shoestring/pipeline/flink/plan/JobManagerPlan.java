package org.shoestring.pipeline.flink.plan;

import static org.shoestring.pipeline.flink.plan.ProcessMemory.mebibytes;

import java.io.IOException;
import java.util.List;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.shoestring.spec.UsageException;

/** What a job manager is made of. */
public final class JobManagerPlan {
  /** The compiler that optimizes takes memory, and pays off where lines are at work. */
  private static final String FAST_COMPILER = "-XX:TieredStopAtLevel=1";

  private JobManagerPlan() {}

  /**
   * That of a machine.
   *
   * @param machine what the machine has, in bytes
   * @throws UsageException if its user has chosen what cannot be
   */
  public static PlannedProcess of(ProcessChoices choices, Configuration file, long machine)
      throws IOException {
    FlinkSettings settings = new FlinkSettings(choices, file);
    ProcessMemory memory =
        ProcessMemory.ofJobManager(
            machine, settings.memory(JobManagerOptions.TOTAL_PROCESS_MEMORY));
    String bind =
        settings.listen(
            JobManagerOptions.BIND_HOST, JobManagerOptions.ADDRESS, ListenAddress::loopback);
    String rest =
        settings.listen(
            "--rest-bind",
            choices.restBind(),
            RestOptions.BIND_ADDRESS,
            ListenAddress::loopback,
            file.get(SecurityOptions.SSL_REST_ENABLED)
                && file.get(SecurityOptions.SSL_REST_AUTHENTICATION_ENABLED));
    settings.unlessSet(RestOptions.ADDRESS, rest);
    setPorts(settings, choices.ports());
    setMemory(settings, memory);
    Configuration all = settings.configuration();
    JobManagerProcessSpec spec = FlinkSettings.checked(() -> spec(all));
    List<String> flags =
        JavaFlags.of(
            JobManagerProcessUtils.generateJvmParametersStr(spec, all),
            spec.getJvmHeapMemorySize(),
            all,
            CoreOptions.FLINK_JM_JVM_OPTIONS);
    if (memory.process() < (1 << 30)) {
      flags.add(FAST_COMPILER);
    }
    return new PlannedProcess(
        all,
        memory,
        flags,
        List.of(
            "the job manager takes up to "
                + mebibytes(memory.process())
                + " of memory (this machine has "
                + mebibytes(machine)
                + "), of which "
                + mebibytes(spec.getJvmHeapMemorySize().getBytes())
                + " is heap; --memory changes it",
            "it listens on "
                + bind
                + ", ports "
                + all.get(JobManagerOptions.PORT)
                + ", "
                + all.get(BlobServerOptions.PORT)
                + " and "
                + all.get(MetricOptions.QUERY_SERVICE_PORT)
                + " for task managers, and on "
                + rest
                + ", port "
                + all.get(RestOptions.BIND_PORT)
                + " for you"));
  }

  /** Fails if a port is in use. */
  public static void checkPorts(Configuration all) {
    String bind = all.get(JobManagerOptions.BIND_HOST);
    ListenAddress.checkFree(bind, Integer.toString(all.get(JobManagerOptions.PORT)));
    ListenAddress.checkFree(bind, all.get(BlobServerOptions.PORT));
    ListenAddress.checkFree(bind, all.get(MetricOptions.QUERY_SERVICE_PORT));
    ListenAddress.checkFree(all.get(RestOptions.BIND_ADDRESS), all.get(RestOptions.BIND_PORT));
  }

  private static JobManagerProcessSpec spec(Configuration all) {
    return JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
        all, JobManagerOptions.JVM_HEAP_MEMORY);
  }

  private static void setPorts(FlinkSettings settings, ClusterPorts ports) {
    settings.unlessSet(JobManagerOptions.PORT, ports.jobManagerRpc());
    settings.unlessSet(RestOptions.PORT, ports.rest());
    settings.unlessSet(RestOptions.BIND_PORT, Integer.toString(ports.rest()));
    settings.unlessSet(BlobServerOptions.PORT, Integer.toString(ports.blob()));
    settings.unlessSet(
        MetricOptions.QUERY_SERVICE_PORT, Integer.toString(ports.jobManagerMetrics()));
  }

  private static void setMemory(FlinkSettings settings, ProcessMemory memory) {
    settings.setMemory(
        memory,
        JobManagerOptions.TOTAL_PROCESS_MEMORY,
        JobManagerOptions.JVM_METASPACE,
        JobManagerOptions.JVM_OVERHEAD_MIN,
        JobManagerOptions.JVM_OVERHEAD_MAX);
    settings.unlessSet(
        JobManagerOptions.OFF_HEAP_MEMORY, new MemorySize(ProcessMemory.JOB_MANAGER_OFF_HEAP));
  }
}
