package org.shoestring.experiment.plan;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.shoestring.lease.LeaseHolder;

/**
 * Looks whether whoever runs a stage is a job of a cluster that this run can follow, and says once
 * why it cannot. It looks again now and then: somebody may open the way to the cluster meanwhile.
 */
final class JobSearch implements Predicate<LeaseHolder> {
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final String stage;
  private final WorkPlace place;
  private final Consumer<String> remarks;
  private @Nullable LeaseHolder last;
  private long looked;
  private String told = "";

  /**
   * A search.
   *
   * @param stage for messages
   * @param remarks takes what was found
   */
  JobSearch(String stage, WorkPlace place, Consumer<String> remarks) {
    this.stage = stage;
    this.place = place;
    this.remarks = remarks;
  }

  /** Whether this is a job that this run can follow. */
  @Override
  public boolean test(LeaseHolder holder) {
    long now = System.nanoTime();
    if (holder.job().isEmpty() || (holder.equals(last) && now - looked < AGAIN_NANOS)) {
      return false;
    }
    Optional<String> obstacle = place.obstacle(holder.job().get());
    last = holder;
    looked = System.nanoTime();
    if (obstacle.isEmpty()) {
      last = null; // It may be asked about again at once.
      tell(stage + ": another run submitted this stage; following " + holder);
      return true;
    }
    tell(stage + ": the progress of " + holder + " cannot be shown: " + obstacle.get());
    return false;
  }

  private void tell(String remark) {
    if (!remark.equals(told)) {
      remarks.accept(remark);
      told = remark;
    }
  }
}
