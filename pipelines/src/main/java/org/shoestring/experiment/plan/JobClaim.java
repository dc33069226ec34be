package org.shoestring.experiment.plan;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.LeaseSuccessor;
import org.shoestring.lease.LeaseWatch;
import org.shoestring.pipeline.flink.cluster.JobWatch;
import org.shoestring.store.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim of a cluster's job to the output that it makes, which the JobManager renews as long as
 * the job lives: it follows the claim of the process that submitted the job, which may end, or
 * sleep, before the job does.
 */
final class JobClaim implements JobWatch {
  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(JobClaim.class);

  private final Stores stores;
  private final String workspace;
  private final String output;
  private final LeaseSuccessor successor;
  private final boolean isDetached;
  private transient volatile @Nullable LeaseManager leases;
  private transient @Nullable HeldLease held;

  /**
   * A claim.
   *
   * @param workspace the location that the output lies in
   * @param output {@code TYPE-KEY}
   * @param isDetached whether the claim that it follows is left to it
   */
  JobClaim(
      Stores stores,
      String workspace,
      String output,
      LeaseSuccessor successor,
      boolean isDetached) {
    this.stores = stores;
    this.workspace = workspace;
    this.output = output;
    this.successor = successor;
    this.isDetached = isDetached;
  }

  /** A store that does not answer is asked again in a third of the lifetime, as for a renewal. */
  @Override
  public void begun(String job, Runnable cancel) {
    LeaseManager all =
        new LeaseManager(
            stores.at(workspace),
            successor.lifetime(),
            LOG::warn,
            LeaseHolder.ofJob(successor.id(), job, Instant.now()));
    all.onStopRequest(
        why -> {
          LOG.info("{}: {}, so the job is cancelled", output, why);
          cancel.run();
        });
    leases = all;
    inBackground("claim", () -> claim(all));
  }

  private void claim(LeaseManager all) {
    boolean told = false;
    while (leases == all) {
      try {
        if (take(all)) {
          return;
        }
      } catch (IOException | RuntimeException e) {
        if (!told) {
          LOG.warn("{} cannot be claimed; the job goes on, and this is tried again", output, e);
          told = true;
        }
      }
      try {
        Thread.sleep(successor.lifetime().toMillis() / 3);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Whoever has claimed the output meanwhile sees by the later claim that it is worked on. */
  private boolean take(LeaseManager all) throws IOException {
    LeaseWatch watch = all.watch(output);
    watch.isHeld();
    Optional<HeldLease> taken = all.tryTake(watch, successor.needs());
    synchronized (this) {
      if (taken.isPresent() && leases == all) {
        held = taken.get();
      } else {
        taken.ifPresent(HeldLease::closeAlone);
      }
    }
    return taken.isPresent();
  }

  /** The JobManager does not wait for a store. */
  @Override
  public void ended() {
    inBackground("release", this::giveUp);
  }

  private synchronized void giveUp() {
    if (held != null) {
      if (isDetached) {
        held.close();
      } else {
        held.closeAlone();
      }
      held = null;
    }
    if (leases != null) {
      leases.close();
      leases = null;
    }
  }

  private void inBackground(String what, Runnable work) {
    Thread thread = new Thread(work, what + "-" + output);
    thread.setDaemon(true);
    thread.start();
  }
}
