package org.shoestring.pipeline.flink.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.ExecutionMode;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.restartstrategy.RestartStrategies;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.io.DiscardingOutputFormat;
import org.shoestring.pipeline.flink.FlinkSession;
import org.shoestring.pipeline.flink.SubmittedJob;
import org.shoestring.pipeline.flink.cluster.ClusterTarget;
import org.shoestring.pipeline.flink.cluster.RemoteCluster;
import org.shoestring.pipeline.process.ClusterException;

/**
 * A small job that has a part in each free slot at the same time: all parts are connected by one
 * exchange through memory, so that Flink starts all of them or none.
 */
@SuppressWarnings("deprecation") // Flink's DataSet, which all of our jobs are made of.
final class WorkerTrial {
  /** For what a job needs beside the checks. */
  private static final Duration PATIENCE = WorkerChecks.PATIENCE.plusSeconds(60);

  private WorkerTrial() {}

  /**
   * Runs checks on workers.
   *
   * @param slots as many as are free
   * @throws ClusterException if the job fails, or does not end
   */
  static List<WorkerReport> run(RemoteCluster cluster, int slots, WorkerChecks checks)
      throws InterruptedException {
    return run(cluster, slots, checks, PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience until all have reported
   */
  static List<WorkerReport> run(
      RemoteCluster cluster, int slots, WorkerChecks checks, Duration patience)
      throws InterruptedException {
    ClusterTarget target = new ClusterTarget(cluster, null);
    SubmittedJob job;
    try (FlinkSession session = FlinkSession.on(target)) {
      ExecutionEnvironment flink = ExecutionEnvironment.getExecutionEnvironment();
      flink.setParallelism(slots);
      flink.getConfig().setExecutionMode(ExecutionMode.PIPELINED_FORCED);
      flink.setRestartStrategy(RestartStrategies.noRestart());
      flink
          .generateSequence(1, slots)
          .mapPartition(checks)
          .returns(Long.class)
          .rebalance()
          .output(new DiscardingOutputFormat<>());
      var unused = flink.executeAsync("doctor");
      job = session.handOver();
    } catch (InterruptedException e) {
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ClusterException refusal ? refusal : unaccepted(cluster, e);
    } catch (Exception e) {
      throw unaccepted(cluster, e);
    }
    return await(cluster, job, patience);
  }

  private static ClusterException unaccepted(RemoteCluster cluster, Exception e) {
    return new ClusterException(cluster + " does not accept the job of doctor: " + root(e), e);
  }

  private static List<WorkerReport> await(
      RemoteCluster cluster, SubmittedJob job, Duration patience) throws InterruptedException {
    try {
      JobExecutionResult result = job.end().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      List<String> texts = result.getAccumulatorResult(WorkerChecks.REPORTS);
      return texts.stream().map(WorkerReport::parse).toList();
    } catch (TimeoutException e) {
      job.cancel();
      throw new ClusterException(
          cluster
              + ": its workers have not tried everything within "
              + patience.toSeconds()
              + " s. Its web page shows which one is slow; restart that one, and look at its log",
          e);
    } catch (ExecutionException e) {
      throw new ClusterException(cluster + ": the job of doctor failed: " + root(e), e);
    }
  }

  private static String root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
