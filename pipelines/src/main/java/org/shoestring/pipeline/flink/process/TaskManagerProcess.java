package org.shoestring.pipeline.flink.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.security.SecurityConfiguration;
import org.apache.flink.runtime.security.SecurityUtils;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.flink.jobmanager.WorkerName;
import org.shoestring.spec.UsageException;

/** A process that does a cluster's work. */
public final class TaskManagerProcess extends ClusterProcess {
  private final ClusterAddress jobManager;

  /** A process that joins a job manager. */
  /**
   * Where the job manager is, as a user writes it.
   *
   * @throws UsageException if that is no address
   */
  public static ClusterAddress jobManager(String text) {
    return ClusterAddress.parse(
        "the address of the job manager",
        "HOST or HOST:PORT, for example 10.0.0.1:6123",
        text,
        ClusterPorts.JOB_MANAGER_RPC);
  }

  public TaskManagerProcess(ClusterAddress jobManager, ProcessChoices choices) {
    super(choices);
    this.jobManager = jobManager;
  }

  @Override
  PlannedProcess plan(ProcessChoices choices, long machineMemory) throws IOException {
    return TaskManagerPlan.of(
        jobManager, choices, settings(ClusterFile.TASK_MANAGER, choices), machineMemory);
  }

  @Override
  void checkPorts(Configuration configuration) {
    TaskManagerPlan.checkPorts(configuration);
  }

  @Override
  int run(Configuration configuration, Path folder, Consumer<String> tell) throws Exception {
    String name =
        WorkerName.of(configuration.getOptional(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID));
    configuration.set(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID, name);
    PluginManager plugins = PluginUtils.createPluginManagerFromRootFolder(configuration);
    FileSystem.initialize(configuration, plugins);
    SecurityUtils.install(new SecurityConfiguration(configuration));
    Worker worker = new Worker(configuration, plugins);
    TemporaryFiles.removeAtEnd(folder, worker::closeAsync);
    try {
      worker.start();
    } catch (Exception e) {
      throw StartFailure.of(e);
    }
    tell.accept(
        "task manager " + WorkerName.shown(name) + " looks for the job manager at " + jobManager);
    return worker.awaitEnd();
  }
}
