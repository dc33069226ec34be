package org.shoestring.pipeline.flink.cluster;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.beam.sdk.PipelineResult;
import org.apache.flink.api.common.JobID;
import org.shoestring.bytes.StopPatience;
import org.shoestring.pipeline.process.ClusterException;
import org.shoestring.spec.UsageException;
import org.shoestring.transform.unit.ReportedProgress;
import org.shoestring.worker.Progress;

/**
 * What can be told of the jobs of a cluster that other runs have submitted. Addresses tell nothing
 * of clusters, since each machine may reach one through a tunnel of its own; but no two jobs have
 * the same id.
 */
public final class SubmittedJobs {
  private static final String DETACHED = "-detached";

  private SubmittedJobs() {}

  /**
   * Why a job cannot be followed from here; empty if it can, also if it has just ended.
   *
   * @param options which name the cluster as this machine reaches it
   */
  public static Optional<String> obstacle(ClusterFlinkOptions options, String job) {
    return ask(options, job, found -> {});
  }

  /**
   * Looks how far a job is.
   *
   * @param progress which is brought up to that
   * @return why that cannot be told; empty if it was
   */
  public static Optional<String> look(ClusterFlinkOptions options, String job, Progress progress) {
    return ask(
        options,
        job,
        found -> {
          ClassLoader classes = SubmittedJobs.class.getClassLoader();
          ReportedProgress.follow(found.followed(classes).metrics(), progress);
        });
  }

  /**
   * Fails if jobs of this program cannot be submitted.
   *
   * @throws UsageException which says why
   */
  public static void check(ClusterFlinkOptions options) {
    try (RemoteCluster cluster = RemoteCluster.of(options)) {
      int unused = cluster.checkedSlots(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * The name of a job.
   *
   * @param output that it makes, {@code TYPE-KEY}
   * @param detached whether nobody waits for it
   */
  public static String name(String output, boolean detached) {
    return output.toLowerCase(Locale.ROOT) + (detached ? DETACHED : "");
  }

  /**
   * The failure of the last job for an output that nobody waited for.
   *
   * @param output {@code TYPE-KEY}
   * @return empty if it has not failed, or the cluster has forgotten it
   */
  public static Optional<Exception> failure(ClusterFlinkOptions options, String output) {
    try (RemoteCluster cluster = RemoteCluster.of(options)) {
      Optional<JobID> failed = cluster.lastIfFailed(name(output, true));
      if (failed.isPresent()) {
        PipelineResult.State unused =
            new ClusterJob(cluster, failed.get())
                .followed(SubmittedJobs.class.getClassLoader())
                .waitUntilFinish();
      }
    } catch (ClusterException e) {
      // To submit a job, the cluster is asked more, and then that it is silent is told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
    return Optional.empty();
  }

  /** Cancels a job if it is at work. It is waited for as {@link StopPatience} says. */
  public static void cancel(ClusterFlinkOptions options, String job) {
    try (RemoteCluster cluster = RemoteCluster.of(options)) {
      boolean unused =
          cluster
              .job(JobID.fromHexString(job), SubmittedJobs.class.getClassLoader())
              .cancel()
              .handle((cancelled, error) -> true) // An error is that of a job which has ended.
              .completeOnTimeout(false, StopPatience.WORK.toMillis(), TimeUnit.MILLISECONDS)
              .join();
    }
  }

  private static Optional<String> ask(
      ClusterFlinkOptions options, String job, Consumer<ClusterJob> question) {
    try (RemoteCluster cluster = RemoteCluster.of(options)) {
      ClusterJob found = new ClusterJob(cluster, JobID.fromHexString(job));
      boolean known = cluster.status(found.id()).isPresent();
      if (known) {
        question.accept(found);
      }
      return known
          ? Optional.empty()
          : Optional.of(
              cluster
                  + " does not have this job. If it is another cluster, name the right one with"
                  + " -- --flinkMaster=HOST:PORT");
    } catch (ClusterException e) {
      return Optional.of(
          e.getMessage()
              + ". Open the SSH tunnel to it, or name another address with"
              + " -- --flinkMaster=HOST:PORT");
    } catch (IllegalArgumentException e) {
      return Optional.of("its claim names no job of Flink");
    } catch (IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
