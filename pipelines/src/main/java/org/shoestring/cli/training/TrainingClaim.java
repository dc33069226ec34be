package org.shoestring.cli.training;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.HolderStop;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.LeaseWatch;
import org.shoestring.spec.Age;
import org.shoestring.spec.Shown;
import org.shoestring.table.ProgramException;
import org.shoestring.train.TrainingPlace;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.LastAttempt;

/** The claim to a training: one machine at a time runs it, or removes its checkpoints. */
final class TrainingClaim {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final LeaseManager leases;
  private final String claimed;
  private final CheckpointStorage checkpoints;
  private final String shown;
  private final String cure;

  /**
   * A claim.
   *
   * @param claimed what is claimed in the store of the leases
   * @param checkpoints of the training
   * @param shown the training as its user named it
   * @param cure what its user can do if somebody else has claimed it
   */
  TrainingClaim(
      LeaseManager leases,
      String claimed,
      CheckpointStorage checkpoints,
      String shown,
      String cure) {
    this.leases = leases;
    this.claimed = claimed;
    this.checkpoints = checkpoints;
    this.shown = shown;
    this.cure = cure;
  }

  /** That of a training without an experiment. */
  static TrainingClaim at(LeaseManager leases, TrainingPlace place, String location) {
    return new TrainingClaim(
        leases,
        TrainingPlace.CLAIMED,
        place.checkpoints(),
        location,
        "wait for its end, or add --take-over to have it save and stop, and continue here; to end"
            + " it only: shoestring stop "
            + Shown.word(location));
  }

  /**
   * Takes it.
   *
   * @param takeOver whether whoever has it is asked to save and stop, and waited for
   * @throws ProgramException if somebody has it
   */
  HeldLease take(boolean takeOver) throws IOException, InterruptedException {
    LeaseWatch watch = leases.watch(claimed);
    if (takeOver) {
      HolderStop.End unused = new HolderStop(leases, Terminal::remark).ask(shown, watch);
    } else if (leases.isAlive(watch, () -> tellWait(watch))) {
      throw busy(watch);
    }
    Optional<HeldLease> held = leases.tryTake(watch, List.of(), shown);
    if (held.isEmpty()) {
      boolean unused = watch.isHeld(); // Which tells who was faster.
      throw busy(watch);
    }
    return held.get();
  }

  private void tellWait(LeaseWatch watch) {
    Terminal.remark(
        shown
            + ": "
            + holder(watch)
            + " has claimed this training; waiting at most "
            + watch.lifetime().toSeconds()
            + " s for a sign of life");
  }

  private static String holder(LeaseWatch watch) {
    return watch.holder().map(LeaseHolder::toString).orElse("another process");
  }

  private ProgramException busy(LeaseWatch watch) throws IOException {
    String since =
        LastAttempt.of(checkpoints)
            .map(last -> " since " + TIME.format(last.begun().truncatedTo(ChronoUnit.SECONDS)))
            .orElse("");
    String sign = watch.renewed().map(TrainingClaim::sign).orElse("");
    return new ProgramException(
        shown + ": " + holder(watch) + " is running this training" + since + sign + "; " + cure);
  }

  private static String sign(Instant renewed) {
    return " (last sign of life " + Age.ago(Age.of(renewed, Instant.now())) + ")";
  }
}
