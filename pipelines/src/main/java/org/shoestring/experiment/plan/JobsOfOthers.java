package org.shoestring.experiment.plan;

import java.io.IOException;
import java.util.Optional;
import org.shoestring.experiment.Stage;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.LeaseWatch;
import org.shoestring.pipeline.HandedOverException;
import org.shoestring.pipeline.process.ClusterSilentException;
import org.shoestring.table.Output;

/**
 * Jobs of a cluster that this run does not wait for: whether they live, and what is told of them.
 */
final class JobsOfOthers {
  private final Planner planner;
  private final WorkPlace place;
  private final LeaseManager leases;

  JobsOfOthers(Planner planner, WorkPlace place, LeaseManager leases) {
    this.planner = planner;
    this.place = place;
    this.leases = leases;
  }

  /**
   * Returns if nobody who lives has claimed an output.
   *
   * @throws HandedOverException if somebody has, who need not be waited for
   */
  void checkFree(String stage, LeaseWatch watch) throws Exception {
    boolean held = watch.isHeld();
    Optional<LeaseHolder> holder = watch.holder();
    boolean known = holder.flatMap(LeaseHolder::job).filter(place::knows).isPresent();
    if (held && (known || leases.isAlive(watch, () -> {}))) {
      String who = holder.map(Object::toString).orElse("another run");
      leases.tell(stage + ": " + who + " is running this stage");
      throw new HandedOverException(who);
    }
  }

  /**
   * Returns if a job of a cluster that does not answer shows in the workspace that it lives.
   *
   * @throws ClusterSilentException if it does not
   */
  void checkLives(String stage, LeaseWatch watch, ClusterSilentException silence) throws Exception {
    Runnable tell =
        () ->
            leases.tell(
                stage
                    + ": the JobManager does not answer any more; looking in the workspace whether"
                    + " the job lives");
    if (!leases.isAlive(watch, tell) || watch.holder().flatMap(LeaseHolder::job).isEmpty()) {
      throw silence;
    }
  }

  /** Tells what became of a job that nobody waited for, and which one is of no more use. */
  void tellFormer(Stage stage, Output output) throws IOException {
    place
        .failure(output)
        .ifPresent(
            said ->
                leases.tell(
                    stage.name()
                        + ": the job that a run with --detach submitted has failed: "
                        + said
                        + "\n"
                        + stage.name()
                        + ": trying again, from its finished shards"));
    for (String other : planner.recorded(stage)) {
      LeaseWatch watch = leases.watch(other);
      if (!other.equals(output.name()) && watch.isHeld()) {
        watch
            .holder()
            .filter(holder -> holder.job().isPresent())
            .ifPresent(
                holder ->
                    leases.tell(
                        stage.name()
                            + ": "
                            + holder
                            + " still makes what this stage was before it was changed, and takes"
                            + " slots of the cluster. If nobody needs that, cancel it on the web"
                            + " page of the cluster"));
      }
    }
  }
}
