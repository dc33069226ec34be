package org.shoestring.pipeline.flink.cluster;

import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobStatusHook;
import org.shoestring.pipeline.flink.jobmanager.RunningJobs;

/** Tells a {@link JobWatch} of what becomes of its job. */
final class WatchedJob implements JobStatusHook {
  private static final long serialVersionUID = 1;

  private final JobWatch watch;

  WatchedJob(JobWatch watch) {
    this.watch = watch;
  }

  @Override
  public void onCreated(JobID job) {
    watch.begun(job.toString(), () -> RunningJobs.cancel(job));
  }

  @Override
  public void onFinished(JobID job) {
    watch.ended();
  }

  @Override
  public void onFailed(JobID job, Throwable failure) {
    watch.ended();
  }

  @Override
  public void onCanceled(JobID job) {
    watch.ended();
  }
}
