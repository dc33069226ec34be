package org.shoestring.pipeline.flink.process;

import static org.shoestring.pipeline.flink.process.ProcessMemory.mebibytes;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.spec.Plural;

/** What a task manager is made of. */
final class TaskManagerPlan {
  private TaskManagerPlan() {}

  static PlannedProcess of(
      ClusterAddress jobManager, ProcessChoices choices, Configuration file, long machine)
      throws IOException {
    ProcessMemory memory = memory(choices, file, machine);
    FlinkSettings settings = new FlinkSettings(file);
    Optional<String> given =
        choices.bind().or(() -> file.getOptional(TaskManagerOptions.BIND_HOST));
    String bind =
        ListenAddress.check(
            "--bind",
            given.isPresent() ? given.get() : ListenAddress.towards(jobManager),
            file.get(SecurityOptions.SSL_INTERNAL_ENABLED));
    settings.set(JobManagerOptions.ADDRESS, ListenAddress.of(jobManager));
    settings.set(JobManagerOptions.PORT, jobManager.port());
    settings.set(TaskManagerOptions.BIND_HOST, bind);
    settings.announce(TaskManagerOptions.HOST, choices, bind);
    setPorts(settings, choices.ports());
    setMemory(settings, memory);
    Configuration all = settings.configuration();
    TaskExecutorProcessSpec spec =
        FlinkSettings.checked(() -> TaskExecutorProcessUtils.processSpecFromConfig(all));
    List<String> flags = FlinkSettings.words(ProcessMemoryUtils.generateJvmParametersStr(spec));
    flags.addAll(
        FlinkSettings.flags(all, spec.getJvmHeapMemorySize(), CoreOptions.FLINK_TM_JVM_OPTIONS));
    FlinkSettings.dynamic(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec))
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
  static void checkPorts(Configuration all) {
    String bind = all.get(TaskManagerOptions.BIND_HOST);
    ListenAddress.checkFree(bind, all.get(TaskManagerOptions.RPC_PORT));
    ListenAddress.checkFree(bind, all.get(MetricOptions.QUERY_SERVICE_PORT));
    ListenAddress.checkFree(
        bind, Integer.toString(all.get(NettyShuffleEnvironmentOptions.DATA_PORT)));
  }

  private static ProcessMemory memory(ProcessChoices choices, Configuration file, long machine) {
    return ProcessMemory.ofTaskManager(
        machine,
        Runtime.getRuntime().availableProcessors(),
        choices
            .memory()
            .or(
                () ->
                    file.getOptional(TaskManagerOptions.TOTAL_PROCESS_MEMORY)
                        .map(MemorySize::getBytes)),
        choices.slots().or(() -> file.getOptional(TaskManagerOptions.NUM_TASK_SLOTS)));
  }

  private static void setPorts(FlinkSettings settings, ClusterPorts ports) {
    settings.unlessSet(TaskManagerOptions.RPC_PORT, Integer.toString(ports.taskManagerRpc()));
    settings.unlessSet(NettyShuffleEnvironmentOptions.DATA_PORT, ports.data());
    settings.unlessSet(
        MetricOptions.QUERY_SERVICE_PORT, Integer.toString(ports.taskManagerMetrics()));
  }

  private static void setMemory(FlinkSettings settings, ProcessMemory memory) {
    settings.set(TaskManagerOptions.NUM_TASK_SLOTS, memory.slots());
    settings.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, new MemorySize(memory.process()));
    settings.unlessSet(TaskManagerOptions.JVM_METASPACE, new MemorySize(ProcessMemory.METASPACE));
    settings.unlessSet(
        TaskManagerOptions.FRAMEWORK_HEAP_MEMORY, new MemorySize(ProcessMemory.FRAMEWORK_HEAP));
    settings.unlessSet(TaskManagerOptions.MANAGED_MEMORY_SIZE, new MemorySize(memory.managed()));
    MemorySize network = new MemorySize(memory.network());
    settings.unlessSet(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    settings.unlessSet(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    MemorySize overhead = new MemorySize(ProcessMemory.JVM_OVERHEAD);
    settings.unlessSet(TaskManagerOptions.JVM_OVERHEAD_MIN, overhead);
    settings.unlessSet(TaskManagerOptions.JVM_OVERHEAD_MAX, overhead);
  }
}
