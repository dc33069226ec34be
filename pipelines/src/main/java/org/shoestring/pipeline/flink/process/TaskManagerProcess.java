package org.shoestring.pipeline.flink.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.security.SecurityConfiguration;
import org.apache.flink.runtime.security.SecurityUtils;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.flink.jobmanager.WorkerName;
import org.shoestring.pipeline.flink.plan.ClusterPorts;
import org.shoestring.pipeline.flink.plan.NotReadyException;
import org.shoestring.pipeline.flink.plan.PlannedProcess;
import org.shoestring.pipeline.flink.plan.ProcessChoices;
import org.shoestring.pipeline.flink.plan.TaskManagerPlan;
import org.shoestring.pipeline.flink.security.PortGuard;
import org.shoestring.pipeline.flink.settings.ClusterFile;
import org.shoestring.spec.UsageException;
import org.shoestring.worker.HomeMachine;

/** A process that does a cluster's work. */
public final class TaskManagerProcess extends ClusterProcess {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final ClusterAddress jobManager;

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

  /** A process that joins a job manager. */
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

  /** Fails if either of the two has certificates, and the other has none: it could never join. */
  private void checkCertificates(boolean hasCertificate) {
    PortGuard guard =
        PortGuard.of(new InetSocketAddress(jobManager.host(), jobManager.port()), LOOK);
    if (!hasCertificate && (guard == PortGuard.CERTIFIED || guard == PortGuard.ENCRYPTED)) {
      throw new UsageException(
          "the job manager at "
              + jobManager
              + " answers only processes that have its certificate; copy the folder that it was"
              + " started with to this machine, and add --certificates DIR");
    }
    if (hasCertificate && guard == PortGuard.OPEN) {
      throw new NotReadyException(
          "the job manager at "
              + jobManager
              + " has no certificate; start it with the same --certificates as this task manager, or"
              + " correct the address");
    }
  }

  @Override
  int run(Configuration configuration, Path folder, Consumer<String> tell) throws Exception {
    checkCertificates(configuration.get(SecurityOptions.SSL_INTERNAL_ENABLED));
    String name =
        WorkerName.of(configuration.getOptional(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID));
    configuration.set(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID, name);
    System.setProperty(HomeMachine.WORKER, WorkerName.shown(name));
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
