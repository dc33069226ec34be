package org.shoestring.pipeline.flink.jobmanager;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.time.Time;
import org.apache.flink.runtime.jobmaster.JobManagerRunner;

/**
 * The jobs that this process, a cluster's JobManager, runs: those who watch over one of them, and
 * know its id alone, can cancel it.
 */
public final class RunningJobs {
  /** Flink has one such set in a process, too, but gives it to nobody. */
  private static final Map<JobID, JobManagerRunner> ALL = new ConcurrentHashMap<>();

  private RunningJobs() {}

  /** Knows a job until it has ended. */
  static JobManagerRunner add(JobManagerRunner job) {
    ALL.put(job.getJobID(), job);
    var unused =
        job.getResultFuture().whenComplete((result, error) -> ALL.remove(job.getJobID(), job));
    return job;
  }

  /** Cancels a job if it runs; its end is not waited for. */
  @SuppressWarnings("deprecation") // Time, in the methods of Flink 1.19.
  public static void cancel(JobID job) {
    JobManagerRunner running = ALL.get(job);
    if (running != null) {
      var unused = running.cancel(Time.minutes(1));
    }
  }
}
