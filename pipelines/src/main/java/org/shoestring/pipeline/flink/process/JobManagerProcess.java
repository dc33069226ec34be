package org.shoestring.pipeline.flink.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.entrypoint.ClusterEntrypointException;
import org.shoestring.pipeline.flink.jobmanager.SessionCluster;
import org.shoestring.pipeline.flink.plan.JobManagerPlan;
import org.shoestring.pipeline.flink.plan.PlannedProcess;
import org.shoestring.pipeline.flink.plan.ProcessChoices;
import org.shoestring.pipeline.flink.settings.ClusterFile;
import org.shoestring.pipeline.process.BuildIdentity;

/** The process that hands out a cluster's work. */
public final class JobManagerProcess extends ClusterProcess {
  public JobManagerProcess(ProcessChoices choices) {
    super(choices);
  }

  @Override
  PlannedProcess plan(ProcessChoices choices, long machineMemory) throws IOException {
    return JobManagerPlan.of(choices, settings(ClusterFile.JOB_MANAGER, choices), machineMemory);
  }

  @Override
  void checkPorts(Configuration configuration) {
    JobManagerPlan.checkPorts(configuration);
  }

  @Override
  int run(Configuration configuration, Path folder, Consumer<String> tell) throws Exception {
    configuration.setString(BuildIdentity.SETTING, BuildIdentity.here());
    SessionCluster cluster = new SessionCluster(configuration);
    TemporaryFiles.removeAtEnd(folder, cluster::closeAsync);
    try {
      cluster.startCluster();
    } catch (ClusterEntrypointException e) {
      throw StartFailure.of(e);
    }
    tell.accept(
        "the job manager is ready at http://"
            + configuration.get(RestOptions.BIND_ADDRESS)
            + ":"
            + cluster.getRestPort()
            + " (build "
            + BuildIdentity.here()
            + ")");
    return cluster.getTerminationFuture().get().processExitCode();
  }
}
