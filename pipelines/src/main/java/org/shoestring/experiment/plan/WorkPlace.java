package org.shoestring.experiment.plan;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.lease.HeldLease;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.flink.cluster.ClusterFlinkOptions;
import org.shoestring.pipeline.flink.cluster.SubmittedJobs;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.remote.RemoteStore;
import org.shoestring.table.Output;
import org.shoestring.table.Workspace;
import org.shoestring.train.TrainWork;

/**
 * Where the work of stages is done: in this process, or, where the runner has workers of other
 * machines, by those. What needs files of this machine is done here in any case.
 */
public final class WorkPlace {
  private final IntFunction<PipelineOptions> usual;
  private final IntFunction<PipelineOptions> here;
  private final String workspace;
  private final boolean isShared;
  private final boolean isDetached;
  private final String storeAddress;

  private WorkPlace(
      IntFunction<PipelineOptions> usual,
      IntFunction<PipelineOptions> here,
      String workspace,
      boolean isShared,
      boolean isDetached,
      String storeAddress) {
    this.storeAddress = storeAddress;
    this.isShared = isShared;
    this.usual = usual;
    this.here = here;
    this.workspace = workspace;
    this.isDetached = isDetached;
  }

  /** One where all work is done in this process. */
  public static WorkPlace here(IntFunction<PipelineOptions> options) {
    return new WorkPlace(options, options, "", false, false, "");
  }

  /**
   * That of a runner.
   *
   * @param detach whether work of other machines is not waited for
   * @throws UsageException if its workers cannot reach the workspace
   */
  public static WorkPlace of(BeamSettings settings, Workspace workspace, boolean detach)
      throws IOException {
    if (!settings.isElsewhere()) {
      if (detach) {
        throw new UsageException(
            "--detach is for a cluster of other machines, but this runner works in this process."
                + " Remove it, or add --runner flink-cluster");
      }
      return here(settings::options);
    }
    ClusterFlinkOptions options = settings.options(1).as(ClusterFlinkOptions.class);
    boolean shared = options.getSharedFolders();
    String location = workspace.store().location();
    checkReached(options, "workspace", location);
    BeamSettings local = settings.here();
    String address =
        workspace.store() instanceof RemoteStore remote ? remote.bucket().address() : "";
    return new WorkPlace(settings::options, local::options, location, shared, detach, address);
  }

  /**
   * Fails for a location that workers of other machines cannot reach.
   *
   * @param what lies there
   */
  public static void checkReached(ClusterFlinkOptions options, String what, String location) {
    if (!options.getSharedFolders() && !Location.isRemote(location)) {
      throw new UsageException(
          "the "
              + what
              + " "
              + location
              + " is a folder of this machine, which the workers of a cluster cannot reach. Use a "
              + what
              + " in a bucket; or, if that folder is the same on all machines, as on a network"
              + " drive, add -- --sharedFolders=true");
    }
  }

  /** Whether work that goes on elsewhere is not waited for. */
  boolean isDetached() {
    return isDetached;
  }

  /** Where a stage would be run, for people; empty if it is done, or all are run here. */
  public Optional<String> shown(ExaminedStage stage) {
    return workspace.isEmpty() || stage.finished().isPresent()
        ? Optional.empty()
        : Optional.of(isOnCluster(stage) ? "on the cluster" : "on this machine");
  }

  /**
   * Fails if the cluster cannot run what a plan has for it.
   *
   * @throws UsageException if nobody answers, it is another program or version, or has no worker
   */
  public void check(List<ExaminedStage> plan) {
    if (!workspace.isEmpty()
        && plan.stream().anyMatch(stage -> stage.finished().isEmpty() && isOnCluster(stage))) {
      SubmittedJobs.check(usual.apply(1).as(ClusterFlinkOptions.class));
    }
  }

  /** As far as it is known: of what is to be read later, it is assumed that all can read it. */
  private boolean isOnCluster(ExaminedStage stage) {
    StageWork work = stage.work();
    return !stage.stage().type().equals(TrainWork.TYPE) && (work == null || !isHere(work));
  }

  private boolean isHere(StageWork work) {
    return workspace.isEmpty() || (work.needsThisMachine() && !isShared);
  }

  /** Why a job that another run has submitted cannot be followed from here; empty if it can. */
  Optional<String> obstacle(String job) {
    return workspace.isEmpty()
        ? Optional.of("this run works without a cluster. Add --runner flink-cluster to follow it")
        : SubmittedJobs.obstacle(usual.apply(1).as(ClusterFlinkOptions.class), job);
  }

  /** Whether the cluster knows a job. */
  boolean knows(String job) {
    return obstacle(job).isEmpty();
  }

  /** What a job for an output failed of that nobody waited for, for people. */
  Optional<String> failure(Output output) {
    return SubmittedJobs.failure(usual.apply(1).as(ClusterFlinkOptions.class), output.name())
        .map(ExitCode::message);
  }

  /** Whether the work of a stage is done by workers of other machines. */
  boolean isElsewhere(StageWork work) {
    return !isHere(work);
  }

  /** How a job that does the work of a stage already is followed. */
  IntFunction<PipelineOptions> following(String job) {
    return units -> {
      PipelineOptions options = usual.apply(units);
      options.as(ClusterFlinkOptions.class).setFollowedJob(job);
      return options;
    };
  }

  /** Cancels a job that was followed, if it is at work. */
  void cancel(String job) {
    SubmittedJobs.cancel(usual.apply(1).as(ClusterFlinkOptions.class), job);
  }

  /** How the work of a stage is run, with this claim to its output. */
  IntFunction<PipelineOptions> options(StageWork work, Output output, HeldLease held) {
    if (isHere(work)) {
      return here;
    }
    return units -> {
      PipelineOptions options = usual.apply(units);
      ClusterFlinkOptions cluster = options.as(ClusterFlinkOptions.class);
      cluster.setDetached(isDetached);
      cluster.setStoreAddress(storeAddress);
      cluster.setJobWatch(
          new JobClaim(output.stores(), workspace, output.name(), held.successor(), isDetached));
      return options;
    };
  }
}
