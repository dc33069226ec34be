package org.shoestring.pipeline.flink.jobmanager;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.security.FlinkSecurityManager;
import org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunnerFactory;
import org.apache.flink.runtime.entrypoint.ClusterEntryPointExceptionUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.entrypoint.component.DefaultDispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.rest.SessionRestEndpointFactory;
import org.shoestring.pipeline.process.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's own job manager, which takes task managers of its own build, and knows errors of ours.
 */
public final class SessionCluster extends StandaloneSessionClusterEntrypoint {
  private static final Logger LOG = LoggerFactory.getLogger(SessionCluster.class);

  /** A job manager that is not started yet. */
  public SessionCluster(Configuration configuration) {
    super(configuration);
  }

  @Override
  protected DefaultDispatcherResourceManagerComponentFactory
      createDispatcherResourceManagerComponentFactory(Configuration configuration) {
    return new DefaultDispatcherResourceManagerComponentFactory(
        DefaultDispatcherRunnerFactory.createSessionRunner(JobRunners.dispatcher()),
        new SameBuildWorkers(),
        SessionRestEndpointFactory.INSTANCE);
  }

  /** As Flink's own, but for the exit code: 2 says here that no second start would help. */
  @Override
  public void onFatalError(Throwable error) {
    ClusterEntryPointExceptionUtils.tryEnrichClusterEntryPointError(error);
    LOG.error("The job manager ends, because it has failed", error);
    FlinkSecurityManager.forceProcessExit(ExitCode.FAILED);
  }
}
