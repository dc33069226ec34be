package org.shoestring.pipeline.flink.jobmanager;

import java.util.Collection;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.failure.FailureEnricher;
import org.apache.flink.runtime.dispatcher.DispatcherFactory;
import org.apache.flink.runtime.dispatcher.DispatcherServices;
import org.apache.flink.runtime.dispatcher.JobManagerRunnerFactory;
import org.apache.flink.runtime.dispatcher.StandaloneDispatcher;
import org.apache.flink.runtime.dispatcher.cleanup.CheckpointResourcesCleanupRunnerFactory;
import org.apache.flink.runtime.execution.librarycache.LibraryCacheManager;
import org.apache.flink.runtime.heartbeat.HeartbeatServices;
import org.apache.flink.runtime.highavailability.HighAvailabilityServices;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.DefaultSlotPoolServiceSchedulerFactory;
import org.apache.flink.runtime.jobmaster.JobManagerRunner;
import org.apache.flink.runtime.jobmaster.JobManagerSharedServices;
import org.apache.flink.runtime.jobmaster.JobMasterConfiguration;
import org.apache.flink.runtime.jobmaster.JobMasterServiceLeadershipRunner;
import org.apache.flink.runtime.jobmaster.factories.DefaultJobMasterServiceFactory;
import org.apache.flink.runtime.jobmaster.factories.DefaultJobMasterServiceProcessFactory;
import org.apache.flink.runtime.jobmaster.factories.JobManagerJobMetricGroupFactory;
import org.apache.flink.runtime.rpc.FatalErrorHandler;
import org.apache.flink.runtime.rpc.RpcService;

/** Makes what runs the jobs of a job manager: Flink's own parts, with {@link LimitedRestarts}. */
final class JobRunners implements JobManagerRunnerFactory {
  private JobRunners() {}

  /** A dispatcher that hands its jobs to these. */
  static DispatcherFactory dispatcher() {
    return (rpc, token, jobs, results, bootstrap, services) ->
        new StandaloneDispatcher(
            rpc,
            token,
            jobs,
            results,
            bootstrap,
            DispatcherServices.from(
                services, new JobRunners(), CheckpointResourcesCleanupRunnerFactory.INSTANCE));
  }

  @Override
  public JobManagerRunner createJobManagerRunner(
      JobGraph job,
      Configuration configuration,
      RpcService rpc,
      HighAvailabilityServices availability,
      HeartbeatServices heartbeats,
      JobManagerSharedServices shared,
      JobManagerJobMetricGroupFactory metrics,
      FatalErrorHandler fatal,
      Collection<FailureEnricher> enrichers,
      long begun)
      throws Exception {
    LibraryCacheManager.ClassLoaderLease classes =
        shared.getLibraryCacheManager().registerClassLoaderLease(job.getJobID());
    DefaultJobMasterServiceFactory master =
        new DefaultJobMasterServiceFactory(
            shared.getIoExecutor(),
            rpc,
            JobMasterConfiguration.fromConfiguration(configuration),
            job,
            availability,
            LimitedRestarts.of(
                DefaultSlotPoolServiceSchedulerFactory.fromConfiguration(
                    configuration, job.getJobType(), job.isDynamic())),
            shared,
            heartbeats,
            metrics,
            fatal,
            classes
                .getOrResolveClassLoader(job.getUserJarBlobKeys(), job.getClasspaths())
                .asClassLoader(),
            enrichers,
            begun);
    return RunningJobs.add(
        new JobMasterServiceLeadershipRunner(
            new DefaultJobMasterServiceProcessFactory(
                job.getJobID(), job.getName(), job.getCheckpointingSettings(), begun, master),
            availability.getJobManagerLeaderElection(job.getJobID()),
            availability.getJobResultStore(),
            classes,
            fatal));
  }
}
