package org.shoestring.experiment.gc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseManager;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.OutputFolder.Member;
import org.shoestring.table.removal.Removal;

/** Removes outputs, each in the steps that {@link Removal} demands. */
final class OutputRemover {
  /** How many objects are deleted before the claim is looked at again. */
  private static final int BATCH = 500;

  private final ObjectStore store;
  private final Rule rule;
  private final OutputsInUse inUse;
  private final OutputClaims claims;

  /** Which outputs nobody has use for. */
  interface Rule {
    /** Whether an output is too young to be removed; the time is that of the store. */
    boolean isTooYoung(OutputContents contents, Instant now);

    /** Whether somebody has use for an output, {@code TYPE-KEY}, by what is in use now. */
    boolean isUsed(String output, OutputsInUse inUse);
  }

  /** An output that no record names, that nobody works on or reads, and that is old enough. */
  record Unused(Duration grace) implements Rule {
    @Override
    public boolean isTooYoung(OutputContents contents, Instant now) {
      return !contents.isOlderThan(now.minus(grace));
    }

    @Override
    public boolean isUsed(String output, OutputsInUse inUse) {
      return inUse.isRecorded(output) || inUse.isAtWork(output);
    }
  }

  /** An output that a person wants gone, unless somebody works on it or reads it. */
  record Unwanted() implements Rule {
    @Override
    public boolean isTooYoung(OutputContents contents, Instant now) {
      return false;
    }

    @Override
    public boolean isUsed(String output, OutputsInUse inUse) {
      return inUse.isAtWork(output);
    }
  }

  OutputRemover(ObjectStore store, Rule rule, OutputsInUse inUse, LeaseManager leases) {
    this.store = store;
    this.rule = rule;
    this.inUse = inUse;
    this.claims = new OutputClaims(store, inUse, leases);
  }

  /**
   * Removes an output.
   *
   * @param path of its folder in the workspace
   * @return what was removed; empty if somebody has use for it by now, or is at work on it
   */
  Optional<UnusedObjects> remove(String path) throws IOException {
    String output = OutputFolder.output(path.substring(OutputFolder.OUTPUTS.length()));
    Optional<HeldLease> claim = claims.claim(output);
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    try (HeldLease held = claim.get()) {
      List<Member> members = new ArrayList<>();
      for (StoredObject object : store.list(path + "/")) {
        OutputFolder.member(object).ifPresent(members::add);
      }
      if (members.isEmpty()) {
        return Optional.empty();
      }
      OutputContents contents = OutputContents.of(store, members);
      if (!giveUp(contents, output, held)) {
        return Optional.empty();
      }
      List<String> names = contents.remains().stream().map(m -> m.object().name()).toList();
      return delete(names, held) ? Optional.of(contents.asGarbage()) : Optional.empty();
    }
  }

  /** Gives up a folder for good, unless somebody has use for the output. */
  private boolean giveUp(OutputContents contents, String output, HeldLease held)
      throws IOException {
    Removal removal = contents.removal();
    Removal.State state = removal.state();
    if (state != Removal.State.GIVEN_UP) {
      Instant now = GarbageCollector.now(store);
      if (rule.isTooYoung(contents, now) || isUsed(output, now, held)) {
        return false;
      }
      if (state == Removal.State.OPEN) {
        return removal.giveUp();
      }
      OptionalInt question = removal.ask();
      if (question.isEmpty() || !removal.answer(question.getAsInt(), isUsed(output, now, held))) {
        return false;
      }
    }
    return removal.seal();
  }

  /**
   * Whether somebody has use for an output, or may have, since this process was silent for too long
   * and another one has claimed it.
   */
  private boolean isUsed(String output, Instant now, HeldLease held) throws IOException {
    inUse.read(now, held.object());
    return rule.isUsed(output, inUse) || !held.isOurs();
  }

  /** Deletes for as long as the claim holds; what is left then is found by the next one. */
  private boolean delete(List<String> names, HeldLease held) throws IOException {
    for (int from = 0; from < names.size(); from += BATCH) {
      if (!held.isOurs()) {
        return false;
      }
      store.deleteAll(names.subList(from, Math.min(names.size(), from + BATCH)));
    }
    return true;
  }
}
