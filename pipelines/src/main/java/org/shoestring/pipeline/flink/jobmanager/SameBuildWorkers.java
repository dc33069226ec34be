package org.shoestring.pipeline.flink.jobmanager;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.flink.api.common.time.Time;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.runtime.blocklist.BlocklistUtils;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.entrypoint.ClusterInformation;
import org.apache.flink.runtime.heartbeat.HeartbeatServices;
import org.apache.flink.runtime.io.network.partition.ResourceManagerPartitionTrackerImpl;
import org.apache.flink.runtime.metrics.groups.ResourceManagerMetricGroup;
import org.apache.flink.runtime.registration.RegistrationResponse;
import org.apache.flink.runtime.resourcemanager.ArbitraryWorkerResourceSpecFactory;
import org.apache.flink.runtime.resourcemanager.ResourceManager;
import org.apache.flink.runtime.resourcemanager.ResourceManagerFactory;
import org.apache.flink.runtime.resourcemanager.ResourceManagerRuntimeServices;
import org.apache.flink.runtime.resourcemanager.ResourceManagerRuntimeServicesConfiguration;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManager;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.apache.flink.runtime.resourcemanager.TaskExecutorRegistration;
import org.apache.flink.runtime.rpc.FatalErrorHandler;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.security.token.DelegationTokenManager;
import org.apache.flink.runtime.taskexecutor.TaskExecutorRegistrationRejection;
import org.apache.flink.util.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.process.BuildIdentity;

/** Makes Flink's own keeper of task managers, which takes only those of the same build. */
@SuppressWarnings("deprecation") // Time, in the methods of Flink 1.19.
final class SameBuildWorkers extends ResourceManagerFactory<ResourceID> {
  @Override
  protected ResourceManager<ResourceID> createResourceManager(
      Configuration configuration,
      ResourceID id,
      RpcService rpc,
      UUID leader,
      HeartbeatServices heartbeats,
      DelegationTokenManager tokens,
      FatalErrorHandler fatal,
      ClusterInformation cluster,
      @Nullable String web,
      ResourceManagerMetricGroup metrics,
      ResourceManagerRuntimeServices services,
      Executor executor) {
    return new StandaloneResourceManager(
        rpc,
        leader,
        id,
        heartbeats,
        tokens,
        services.getSlotManager(),
        ResourceManagerPartitionTrackerImpl::new,
        BlocklistUtils.loadBlocklistHandlerFactory(configuration),
        services.getJobLeaderIdService(),
        cluster,
        fatal,
        metrics,
        ConfigurationUtils.getStandaloneClusterStartupPeriodTime(configuration),
        Time.fromDuration(configuration.get(RpcOptions.ASK_TIMEOUT_DURATION)),
        executor) {
      @Override
      public CompletableFuture<RegistrationResponse> registerTaskExecutor(
          TaskExecutorRegistration worker, Time timeout) {
        Optional<String> refusal =
            BuildCheck.refusal(worker.getResourceId().getResourceIdString(), BuildIdentity.here());
        refusal.ifPresent(reason -> log.warn("Refused a task manager: {}", reason));
        return refusal.isPresent()
            ? CompletableFuture.completedFuture(
                new TaskExecutorRegistrationRejection(BuildCheck.sent(refusal.get())))
            : super.registerTaskExecutor(worker, timeout);
      }
    };
  }

  @Override
  protected ResourceManagerRuntimeServicesConfiguration
      createResourceManagerRuntimeServicesConfiguration(Configuration configuration)
          throws ConfigurationException {
    return ResourceManagerRuntimeServicesConfiguration.fromConfiguration(
        StandaloneResourceManagerFactory.getConfigurationWithoutResourceLimitationIfSet(
            configuration),
        ArbitraryWorkerResourceSpecFactory.INSTANCE);
  }
}
