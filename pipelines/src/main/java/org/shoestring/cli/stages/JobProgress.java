package org.shoestring.cli.stages;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.screen.StageProgress;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.flink.cluster.ClusterFlinkOptions;
import org.shoestring.pipeline.flink.cluster.SubmittedJobs;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.spec.Age;
import org.shoestring.worker.Progress;

/** How far the jobs of a cluster are that run stages, as the cluster tells. */
final class JobProgress {
  private final String runner;
  private final List<String> beam;
  private @Nullable BeamSettings settings;
  private String silence = "";

  /**
   * One of a cluster.
   *
   * @param runner the name of the settings that tell where it answers
   * @param beam options that come before these
   */
  JobProgress(String runner, List<String> beam) {
    this.runner = runner;
    this.beam = List.copyOf(beam);
  }

  /** Since when a job runs a stage, and how far it is; empty for holders that are no job. */
  Optional<String> text(ExaminedStage stage, LeaseHolder holder) throws IOException {
    Optional<String> job = holder.job();
    if (job.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> age = holder.jobBegun().map(begun -> Age.of(begun, Instant.now()));
    String began = age.map(span -> "began " + Age.ago(span) + ", ").orElse("");
    StageWork work = stage.work();
    Progress progress = new Progress();
    if (silence.isEmpty()) {
      silence = SubmittedJobs.look(options(), job.get(), progress).orElse("");
    }
    if (!silence.isEmpty()) {
      return Optional.of(began + "how far it is cannot be shown: " + silence);
    }
    double seconds = age.map(Duration::toSeconds).orElse(0L);
    long bytes = work == null ? 0 : work.inputBytes();
    int units = work == null ? 0 : work.units();
    return Optional.of(began + new StageProgress(progress, bytes, units).plain(seconds));
  }

  private ClusterFlinkOptions options() throws IOException {
    BeamSettings known = settings;
    if (known == null) {
      known = BeamSettings.of(runner, beam, 1);
      settings = known;
    }
    return known.options(1).as(ClusterFlinkOptions.class);
  }
}
