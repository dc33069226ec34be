package org.shoestring.pipeline.flink.jobmanager;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunnerFactory;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.entrypoint.component.DefaultDispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.rest.SessionRestEndpointFactory;

/**
 * Flink's own job manager, which takes task managers of its own build, and knows errors of ours.
 */
public final class SessionCluster extends StandaloneSessionClusterEntrypoint {
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
}
