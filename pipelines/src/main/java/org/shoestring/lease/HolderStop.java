package org.shoestring.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whoever has claimed an output, on any machine, to save and stop, and waits until it has. */
public final class HolderStop {
  private final LeaseManager leases;
  private final Consumer<String> remarks;

  /**
   * One who asks.
   *
   * @param leases of the store that the claim is in
   * @param remarks takes what is waited for
   */
  public HolderStop(LeaseManager leases, Consumer<String> remarks) {
    this.leases = leases;
    this.remarks = remarks;
  }

  /** What came of it. */
  public enum End {
    /** Nobody who lives has claimed it. */
    NOBODY,
    /** The claim was given up. */
    STOPPED,
    /** The holder has not renewed its claim for as long as that counts: anybody may take over. */
    SILENT
  }

  /**
   * Asks, and waits as long as the holder lives: only it knows how long it needs to save.
   *
   * @param what is to be stopped, for messages
   * @param watch on the claims to it
   */
  public End ask(String what, LeaseWatch watch) throws IOException, InterruptedException {
    if (!watch.isHeld()) {
      return End.NOBODY;
    }
    LeaseHolder holder = watch.holder().orElseThrow();
    Duration lifetime = watch.lifetime();
    leases.request(watch.output(), holder);
    try {
      remarks.accept(
          what
              + ": asked "
              + holder
              + " to save and stop; waiting for it (it looks every "
              + Math.max(1, lifetime.toSeconds() / 3)
              + " s)");
      return await(watch, holder);
    } finally {
      leases.withdraw(watch.output(), holder);
    }
  }

  private End await(LeaseWatch watch, LeaseHolder holder) throws IOException, InterruptedException {
    Duration longest = watch.lifetime().dividedBy(6);
    Duration pause = LeaseManager.FIRST_PAUSE;
    while (watch.isHeld() && watch.holder().equals(Optional.of(holder))) {
      leases.pause(pause.compareTo(longest) > 0 ? longest : pause);
      pause = pause.multipliedBy(2);
    }
    boolean isSilent = watch.isClaimed() && watch.holder().equals(Optional.of(holder));
    return isSilent ? End.SILENT : End.STOPPED;
  }
}
