package org.shoestring.experiment;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.table.OutputFolder;
import org.shoestring.table.OutputFolder.Member;
import org.shoestring.table.Removal;

/** Removes outputs that nobody has use for, each in the steps that {@link Removal} demands. */
final class OutputRemover {
  /** How many objects are deleted before the claim is looked at again. */
  private static final int BATCH = 500;

  private final ObjectStore store;
  private final Duration grace;
  private final Roots roots;
  private final Leases leases;

  OutputRemover(ObjectStore store, Duration grace, Roots roots, Leases leases) {
    this.store = store;
    this.grace = grace;
    this.roots = roots;
    this.leases = leases;
  }

  /**
   * Removes an output that was found to be garbage.
   *
   * @return what was removed; empty if somebody has use for it by now, or is at work on it
   */
  Optional<Garbage> remove(Garbage found) throws IOException {
    String path = found.name();
    String output = OutputFolder.output(path.substring(OutputFolder.OUTPUTS.length()));
    LeaseWatch watch = leases.watch(output);
    Optional<Leases.Held> claim =
        watch.isHeld() ? Optional.empty() : leases.tryTake(watch, List.of());
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    try (Leases.Held held = claim.get()) {
      List<Member> members = new ArrayList<>();
      for (StoredObject object : store.list(path + "/")) {
        OutputFolder.member(object).ifPresent(members::add);
      }
      if (members.isEmpty()) {
        return Optional.empty();
      }
      OutputContents contents = OutputContents.of(store, members);
      if (!contents.isGivenUp() && !giveUp(contents, output, held)) {
        return Optional.empty();
      }
      List<String> names = contents.remains().stream().map(m -> m.object().name()).toList();
      return delete(names, held) ? Optional.of(contents.asGarbage()) : Optional.empty();
    }
  }

  /** Gives up a folder, unless somebody has use for the output. */
  private boolean giveUp(OutputContents contents, String output, Leases.Held held)
      throws IOException {
    Instant now = GarbageCollector.now(store);
    Removal removal = contents.removal();
    if (!contents.isOlderThan(now.minus(grace)) || isUsed(output, now, held)) {
      return false;
    }
    Removal.State state = removal.look().state();
    if (state == Removal.State.OPEN) {
      return removal.giveUp();
    }
    if (state == Removal.State.MADE) {
      int question = removal.ask();
      if (!removal.answer(question, isUsed(output, now, held))) {
        return false;
      }
    }
    removal.seal();
    return true;
  }

  private boolean isUsed(String output, Instant now, Leases.Held held) throws IOException {
    roots.read(now, held.object());
    return roots.isRecorded(output) || roots.isAtWork(output);
  }

  /** Deletes for as long as the claim holds; what is left then is found by the next one. */
  private boolean delete(List<String> names, Leases.Held held) throws IOException {
    for (int from = 0; from < names.size(); from += BATCH) {
      if (!held.isOurs()) {
        return false;
      }
      store.deleteAll(names.subList(from, Math.min(names.size(), from + BATCH)));
    }
    return true;
  }
}
