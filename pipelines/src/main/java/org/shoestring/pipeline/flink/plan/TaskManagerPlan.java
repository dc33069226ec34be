package org.shoestring.pipeline.flink.plan;

import static org.shoestring.pipeline.flink.plan.ProcessMemory.mebibytes;

import java.io.IOException;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;

/** What a task manager is made of. */
public final class TaskManagerPlan {
  private TaskManagerPlan() {}

  /**
   * That of a machine.
   *
   * @param machine what the machine has, in bytes
   * @throws UsageException if its user has chosen what cannot be
   */
  public static PlannedProcess of(
      ClusterAddress jobManager, ProcessChoices choices, Configuration file, long machine)
      throws IOException {
    FlinkSettings settings = new FlinkSettings(choices, file);
    ProcessMemory memory =
        ProcessMemory.ofTaskManager(
            machine,
            Runtime.getRuntime().availableProcessors(),
            settings.memory(TaskManagerOptions.TOTAL_PROCESS_MEMORY),
            choices.slots().or(() -> file.getOptional(TaskManagerOptions.NUM_TASK_SLOTS)));
    String bind =
        settings.listen(
            TaskManagerOptions.BIND_HOST,
            TaskManagerOptions.HOST,
            () -> ListenAddress.towards(jobManager));
    settings.set(JobManagerOptions.ADDRESS, ListenAddress.of(jobManager));
    settings.set(JobManagerOptions.PORT, jobManager.port());
    setPorts(settings, choices.ports());
    setMemory(settings, memory);
    Configuration all = settings.configuration();
    TaskExecutorProcessSpec spec =
        FlinkSettings.checked(() -> TaskExecutorProcessUtils.processSpecFromConfig(all));
    List<String> flags =
        JavaFlags.of(
            ProcessMemoryUtils.generateJvmParametersStr(spec),
            spec.getJvmHeapMemorySize(),
            all,
            CoreOptions.FLINK_TM_JVM_OPTIONS);
    JavaFlags.dynamic(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec))
        .forEach(all::setString);
    return new PlannedProcess(
        all,
        memory,
        flags,
        List.of(
            "the task manager takes up to "
                + mebibytes(memory.process())
                + " of memory (this machine has "
                + mebibytes(machine)
                + "; the rest is for its system and the programs of pipe stages): heap "
                + mebibytes(spec.getJvmHeapMemorySize().getBytes())
                + ", sorting "
                + mebibytes(spec.getManagedMemorySize().getBytes())
                + ", network "
                + mebibytes(spec.getNetworkMemSize().getBytes())
                + "; --memory changes it",
            Plural.of(memory.slots(), "slot")
                + ": one a processor, if each can have "
                + mebibytes(ProcessMemory.SLOT)
                + "; --slots changes it",
            "it joins the job manager at "
                + jobManager
                + ", and listens on "
                + bind
                + ", ports "
                + all.get(MetricOptions.QUERY_SERVICE_PORT)
                + ", "
                + all.get(NettyShuffleEnvironmentOptions.DATA_PORT)
                + " and "
                + all.get(TaskManagerOptions.RPC_PORT)));
  }

  /** Fails if a port is in use. */
  public static void checkPorts(Configuration all) {
    String bind = all.get(TaskManagerOptions.BIND_HOST);
    ListenAddress.checkFree(bind, all.get(TaskManagerOptions.RPC_PORT));
    ListenAddress.checkFree(bind, all.get(MetricOptions.QUERY_SERVICE_PORT));
    ListenAddress.checkFree(
        bind, Integer.toString(all.get(NettyShuffleEnvironmentOptions.DATA_PORT)));
  }

  private static void setPorts(FlinkSettings settings, ClusterPorts ports) {
    settings.unlessSet(TaskManagerOptions.RPC_PORT, Integer.toString(ports.taskManagerRpc()));
    settings.unlessSet(NettyShuffleEnvironmentOptions.DATA_PORT, ports.data());
    settings.unlessSet(
        MetricOptions.QUERY_SERVICE_PORT, Integer.toString(ports.taskManagerMetrics()));
  }

  private static void setMemory(FlinkSettings settings, ProcessMemory memory) {
    settings.set(TaskManagerOptions.NUM_TASK_SLOTS, memory.slots());
    settings.setMemory(
        memory,
        TaskManagerOptions.TOTAL_PROCESS_MEMORY,
        TaskManagerOptions.JVM_METASPACE,
        TaskManagerOptions.JVM_OVERHEAD_MIN,
        TaskManagerOptions.JVM_OVERHEAD_MAX);
    settings.unlessSet(
        TaskManagerOptions.FRAMEWORK_HEAP_MEMORY, new MemorySize(ProcessMemory.FRAMEWORK_HEAP));
    settings.unlessSet(TaskManagerOptions.MANAGED_MEMORY_SIZE, new MemorySize(memory.managed()));
    MemorySize network = new MemorySize(memory.network());
    settings.unlessSet(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    settings.unlessSet(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
  }
}
