package org.shoestring.pipeline.flink.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.ClusterClientJobClientAdapter;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.ClusterClientProvider;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.runtime.rest.handler.legacy.messages.ClusterOverviewWithVersion;
import org.apache.flink.runtime.rest.messages.ClusterConfigurationInfoHeaders;
import org.apache.flink.runtime.rest.messages.ConfigurationInfoEntry;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.JobExceptionsInfoWithHistory;
import org.apache.flink.runtime.rest.messages.job.JobExceptionsMessageParameters;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagersHeaders;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.flink.jobmanager.WorkerName;
import org.shoestring.pipeline.flink.security.ClusterCertificates;
import org.shoestring.pipeline.flink.security.PortGuard;
import org.shoestring.pipeline.process.BuildIdentity;
import org.shoestring.pipeline.process.ClusterException;
import org.shoestring.spec.UsageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster of other processes, through the REST interface of its JobManager. */
public final class RemoteCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteCluster.class);
  private static final int REST_PORT = 8081;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration WORKERS_PATIENCE = Duration.ofSeconds(60);
  private static final Duration WORKERS_LOOK = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final ClusterAddress address;
  private final Configuration configuration;
  private final RestClusterClient<StandaloneClusterId> client;

  private RemoteCluster(ClusterAddress address, Configuration configuration) throws Exception {
    this.address = address;
    this.configuration = configuration;
    this.client = new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
  }

  /**
   * The cluster that options name.
   *
   * @throws UsageException if they name none, or certificates that cannot be read
   */
  public static RemoteCluster of(ClusterFlinkOptions options) {
    ClusterAddress address =
        ClusterAddress.parse(
            "--flinkMaster",
            "HOST or HOST:PORT, where the JobManager's REST interface answers",
            options.getFlinkMaster().replaceFirst("^https?://", "").replaceFirst("/$", ""),
            REST_PORT);
    return at(address, client(options.getCertificates()));
  }

  private static Map<String, String> client(@Nullable String certificates) {
    if (certificates == null) {
      return Map.of();
    }
    try {
      return ClusterCertificates.ofClient(Path.of(certificates));
    } catch (IOException e) {
      throw new UsageException(
          "--certificates " + certificates + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * The cluster at an address.
   *
   * @param flink Flink's own configuration of the client, for TLS
   */
  static RemoteCluster at(ClusterAddress address, Map<String, String> flink) {
    Configuration configuration = Configuration.fromMap(flink);
    configuration.set(RestOptions.ADDRESS, address.host());
    configuration.set(RestOptions.PORT, address.port());
    // A cluster that does not answer is told of, not waited for: jobs go on without this process.
    configuration.set(RestOptions.CONNECTION_TIMEOUT, PATIENCE.toMillis());
    configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
    configuration.set(RestOptions.RETRY_DELAY, 500L);
    configuration.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    try {
      return new RemoteCluster(address, configuration);
    } catch (Exception e) {
      throw new UsageException(
          "--flinkMaster=" + address + ": Flink's client cannot be made: " + e.getMessage(), e);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "the Flink cluster at " + address;
  }

  /**
   * Its slots.
   *
   * @throws UsageException if it cannot run jobs of this program: nobody answers, it is another
   *     program or version, or it has no worker
   */
  public int checkedSlots() throws InterruptedException {
    return checkedSlots(WORKERS_PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience how long to wait for the first worker: all may have been started just now
   */
  public int checkedSlots(Duration patience) throws InterruptedException {
    long start = System.nanoTime();
    ClusterOverviewWithVersion overview = overview();
    checkVersion(overview.getVersion());
    checkBuild();
    if (overview.getNumSlotsTotal() == 0) {
      LOG.info("{} has no worker yet; waiting for one", this);
    }
    while (overview.getNumSlotsTotal() == 0) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new UsageException(
            "--flinkMaster="
                + address
                + ": the cluster there has no worker. Start one with 'shoestring flink taskmanager"
                + " HOST', where HOST is the machine of the JobManager, and look at its log if it"
                + " does not join");
      }
      Thread.sleep(WORKERS_LOOK.toMillis());
      overview = overview();
    }
    return overview.getNumSlotsTotal();
  }

  private ClusterOverviewWithVersion overview() throws InterruptedException {
    try {
      @Nullable ClusterOverviewWithVersion overview = get(client.getClusterOverview());
      if (overview == null || overview.getVersion() == null) { // Other servers speak JSON, too.
        throw new UsageException(
            "--flinkMaster=" + address + ": " + notFlink("its answer is empty"));
      }
      return overview;
    } catch (ExecutionException | TimeoutException e) {
      throw new UsageException("--flinkMaster=" + address + ": " + whyNot(shown(e)), e);
    }
  }

  private void checkVersion(String version) {
    String flink = EnvironmentInformation.getVersion();
    if (!version.equals(flink)) {
      throw new UsageException(
          "--flinkMaster="
              + address
              + ": the cluster there is Flink "
              + version
              + ", but this program needs Flink "
              + flink
              + ". Start one with 'shoestring flink jobmanager' and this program's jar");
    }
  }

  private String whyNot(String said) {
    boolean hasCertificate = configuration.get(SecurityOptions.SSL_REST_ENABLED);
    return switch (PortGuard.of(new InetSocketAddress(address.host(), address.port()), LOOK)) {
      case CERTIFIED, ENCRYPTED ->
          hasCertificate
              ? "the cluster there has another certificate than --certificates ("
                  + said
                  + "). Copy the folder that its job manager was started with"
              : "the cluster there answers only clients with a certificate. Add"
                  + " --certificates=DIR after --, or to run.conf, where DIR is a copy of the folder"
                  + " that its job manager was started with";
      case OPEN ->
          hasCertificate
              ? "what answers there has no certificate, so it is not the cluster of"
                  + " --certificates. Correct the address or the SSH tunnel; or, if it is a cluster"
                  + " without certificates for clients, remove that option"
              : notFlink(said);
      case UNREACHABLE -> notFlink(said);
    };
  }

  private static String notFlink(String said) {
    return "no Flink cluster answers there ("
        + said
        + "). Start one with 'shoestring flink jobmanager', open the SSH tunnel to it, or correct"
        + " the address";
  }

  private void checkBuild() throws InterruptedException {
    Optional<String> build = Optional.ofNullable(settings().get(BuildIdentity.SETTING));
    String ours = BuildIdentity.here();
    if (build.isEmpty()) {
      throw new UsageException(
          "--flinkMaster="
              + address
              + ": the cluster there was not started by Shoestring, so it has not the program that"
              + " its workers need. Start one with 'shoestring flink jobmanager', or submit a"
              + " stage's own main with Flink's client");
    }
    if (!build.get().equals(ours)) {
      throw new UsageException(
          "--flinkMaster="
              + address
              + ": the cluster there is of build "
              + build.get()
              + ", but this program is of build "
              + ours
              + ". Restart the JobManager and all TaskManagers with this program's jar, or submit"
              + " with theirs");
    }
  }

  /** The JobManager's configuration, as it publishes it: without secrets. */
  public Map<String, String> settings() throws InterruptedException {
    return answer(
            client.sendRequest(
                ClusterConfigurationInfoHeaders.getInstance(),
                EmptyMessageParameters.getInstance(),
                EmptyRequestBody.getInstance()))
        .stream()
        .collect(
            Collectors.toMap(
                ConfigurationInfoEntry::getKey, ConfigurationInfoEntry::getValue, (a, b) -> a));
  }

  /** Its workers. */
  public Collection<TaskManagerInfo> workers() throws InterruptedException {
    return answer(
            client.sendRequest(
                TaskManagersHeaders.getInstance(),
                EmptyMessageParameters.getInstance(),
                EmptyRequestBody.getInstance()))
        .getTaskManagerInfos();
  }

  /** Hands a job over; nothing but it is sent. */
  CompletableFuture<JobClient> submit(JobGraph graph, ClassLoader classes) {
    return client.submitJob(graph).thenApply(job -> job(job, classes));
  }

  /** A job that it has. */
  JobClient job(JobID job, ClassLoader classes) {
    ClusterClientProvider<StandaloneClusterId> clients = () -> again().client;
    return new ClusterClientJobClientAdapter<>(clients, job, classes);
  }

  /**
   * What becomes of a job; empty if the cluster does not know it.
   *
   * @throws ClusterException if it does not answer
   */
  Optional<JobStatus> status(JobID job) throws InterruptedException {
    try {
      return Optional.of(get(client.getJobStatus(job)));
    } catch (ExecutionException | TimeoutException e) {
      if (root(e).toString().contains(FlinkJobNotFoundException.class.getName())) {
        return Optional.empty(); // Of errors on its side, it sends the text.
      }
      throw new ClusterException(this + " does not answer (" + shown(e) + ")", e);
    }
  }

  /** The last job of a name that the cluster knows, if it has failed. */
  Optional<JobID> lastIfFailed(String name) throws InterruptedException {
    return answer(client.listJobs()).stream()
        .filter(job -> job.getJobName().equals(name))
        .max(Comparator.comparingLong(JobStatusMessage::getStartTime))
        .filter(job -> job.getJobState() == JobStatus.FAILED)
        .map(JobStatusMessage::getJobId);
  }

  /** The same with another client, which the caller closes. */
  RemoteCluster again() {
    return at(address, configuration.toMap());
  }

  /** The name of the worker whose failure a job failed of, if it was one's. */
  Optional<String> failedWorker(JobID job) throws InterruptedException {
    JobExceptionsMessageParameters parameters =
        JobExceptionsHeaders.getInstance().getUnresolvedMessageParameters();
    parameters.jobPathParameter.resolve(job);
    try {
      JobExceptionsInfoWithHistory failures =
          get(
              client.sendRequest(
                  JobExceptionsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()));
      List<JobExceptionsInfoWithHistory.RootExceptionInfo> last =
          failures.getExceptionHistory().getEntries();
      return last.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(last.get(0).getTaskManagerId()).map(WorkerName::shown);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty(); // The failure itself is told.
    }
  }

  private <T> T answer(CompletableFuture<T> asked) throws InterruptedException {
    try {
      return get(asked);
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterException(this + " does not answer: " + shown(e), e);
    }
  }

  private static <T> T get(CompletableFuture<T> asked)
      throws InterruptedException, ExecutionException, TimeoutException {
    return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The innermost message of an error. */
  private static String shown(Throwable error) {
    Throwable root = root(error);
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @Override
  public void close() {
    client.close();
  }
}
