package org.shoestring.pipeline.flink.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.apache.flink.runtime.rest.ConnectionIdleException;
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
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.flink.jobmanager.WorkerName;
import org.shoestring.pipeline.flink.security.ClusterCertificates;
import org.shoestring.pipeline.process.ClusterException;
import org.shoestring.spec.UsageException;

/** A Flink cluster of other processes, through the REST interface of its JobManager. */
public final class RemoteCluster implements AutoCloseable {
  private static final int REST_PORT = 8081;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration WORKERS_PATIENCE = Duration.ofSeconds(60);
  private static final Duration NEXT_LOOK = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** For a few seconds after its end, a job manager shows a job as it was before. */
  private static final Duration OLD_PAGE = Duration.ofSeconds(10);

  /** Beyond what a job manager takes for an answer that it has to get from others. */
  private static final int SILENCES = 4;

  private final ClusterAddress address;
  private final Configuration configuration;
  private final Duration patience;
  private final RestClusterClient<StandaloneClusterId> client;

  private RemoteCluster(ClusterAddress address, Configuration configuration, Duration patience)
      throws Exception {
    this.address = address;
    this.configuration = configuration;
    this.patience = patience;
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
    return at(address, client(options.getCertificates()), PATIENCE);
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
   * @param patience for an answer
   */
  static RemoteCluster at(ClusterAddress address, Map<String, String> flink, Duration patience) {
    Configuration configuration = Configuration.fromMap(flink);
    configuration.set(RestOptions.ADDRESS, address.host());
    configuration.set(RestOptions.PORT, address.port());
    // A cluster that does not answer is told of, not waited for: jobs go on without this process.
    configuration.set(RestOptions.CONNECTION_TIMEOUT, patience.toMillis());
    configuration.set(RestOptions.IDLENESS_TIMEOUT, patience.multipliedBy(SILENCES).toMillis());
    configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
    configuration.set(RestOptions.RETRY_DELAY, 500L);
    configuration.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    try {
      return new RemoteCluster(address, configuration, patience);
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
   * @param forWorkers how long to wait for the first worker: all may have been started just now
   */
  public int checkedSlots(Duration forWorkers) throws InterruptedException {
    return new ClusterCheck(
            this,
            address,
            configuration.get(SecurityOptions.SSL_REST_ENABLED),
            patience.compareTo(LOOK) < 0 ? patience : LOOK)
        .slots(forWorkers);
  }

  /** Whether a job that is submitted now waits for slots, since other jobs have all of them. */
  boolean isBusy() throws InterruptedException {
    return answer(client.getClusterOverview()).getNumSlotsAvailable() == 0;
  }

  /** What is to be seen first on its web page; null if another server answers without that. */
  @Nullable ClusterOverviewWithVersion overview()
      throws InterruptedException, ExecutionException, TimeoutException {
    return get(client.getClusterOverview());
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

  /**
   * Hands a job over; nothing but it is sent. It fails with a {@link ClusterException} if that is
   * not accepted.
   */
  CompletableFuture<JobClient> submit(JobGraph graph, ClassLoader classes) {
    return client
        .submitJob(graph)
        .handle(
            (job, error) -> {
              if (error != null) {
                throw new ClusterException(
                    this
                        + " did not accept the job ("
                        + shown(error)
                        + "). Look at the log of the JobManager, and run the same command again",
                    error);
              }
              return job(job, classes);
            });
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
    return at(address, configuration.toMap(), patience);
  }

  /** The name of the worker whose failure a job failed of, if it was one's. */
  Optional<String> failedWorker(JobID job) throws InterruptedException {
    try {
      long start = System.nanoTime();
      JobExceptionsInfoWithHistory failures = failures(job);
      while (failures.getRootException() == null
          && System.nanoTime() - start < OLD_PAGE.toNanos()) {
        Thread.sleep(NEXT_LOOK.toMillis());
        failures = failures(job);
      }
      // That of the job as a whole names no worker, but has those of its tasks with it.
      return failures.getExceptionHistory().getEntries().stream()
          .flatMap(last -> Stream.concat(Stream.of(last), last.getConcurrentExceptions().stream()))
          .flatMap(failure -> Stream.ofNullable(failure.getTaskManagerId()))
          .findFirst()
          .map(WorkerName::shown);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty(); // The failure itself is told.
    }
  }

  private JobExceptionsInfoWithHistory failures(JobID job)
      throws InterruptedException, ExecutionException, TimeoutException {
    JobExceptionsMessageParameters parameters =
        JobExceptionsHeaders.getInstance().getUnresolvedMessageParameters();
    parameters.jobPathParameter.resolve(job);
    return get(
        client.sendRequest(
            JobExceptionsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()));
  }

  /**
   * Waits for an answer.
   *
   * @throws ClusterException if there is none
   */
  <T> T answer(CompletableFuture<T> asked) throws InterruptedException {
    try {
      return get(asked);
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterException(this + " does not answer: " + shown(e), e);
    }
  }

  private <T> T get(CompletableFuture<T> asked)
      throws InterruptedException, ExecutionException, TimeoutException {
    return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The innermost message of an error. */
  String shown(Throwable error) {
    Throwable root = root(error);
    if (root instanceof TimeoutException) {
      return "silent for " + patience.toSeconds() + " s";
    }
    if (root instanceof ConnectionIdleException) {
      return "silent for " + patience.multipliedBy(SILENCES).toSeconds() + " s";
    }
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
