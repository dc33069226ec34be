package org.shoestring.experiment.gc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.shoestring.experiment.StageRecord;
import org.shoestring.experiment.gc.UnusedObjects.Kind;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseManager;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.TemporaryName;
import org.shoestring.store.object.TemporaryName.Use;
import org.shoestring.store.object.UnsupportedRequestException;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.OutputFolder.Member;
import org.shoestring.table.record.OutputFolder.Role;

/**
 * Finds what a workspace holds that nobody has use for, and that has not been written to for a
 * while by the clock of the store. Only what this program writes is ever garbage, told by its name.
 * It works output by output, in memory for the objects of one.
 *
 * <p>No name is deleted that anybody may make again and rely on, since this process may be
 * suspended before each request, for as long as it pleases:
 *
 * <ul>
 *   <li>An output is claimed, and its folder given up for ever, as {@link
 *       org.shoestring.table.Output} tells, before anything in it is deleted. The claim keeps
 *       others waiting meanwhile; nothing depends on it.
 *   <li>What a manifest does not name is never named later, since manifests do not change.
 *   <li>Of a training, what can be made again is named by attempts, whose numbers only rise, as
 *       {@link TrainingRemover} tells.
 *   <li>Dead claims are deleted while a claim of this process follows them.
 *   <li>Records and probes are deleted only as they were found. To forget a record that is written
 *       again just then is the same as to forget it afterwards.
 * </ul>
 */
public final class GarbageCollector {
  private final ObjectStore store;
  private final Duration grace;
  private final Set<String> forgotten;
  private final Duration lease;
  private final Consumer<String> remarks;
  private final OutputsInUse inUse;
  private final TrainingGarbage trainings;
  private long young;

  /**
   * A collector for a workspace.
   *
   * @param grace what was written since is kept: somebody may be about to use it
   * @param forgotten experiments, or {@code EXPERIMENT/STAGE}, whose records are garbage too
   * @param lease after which others take over from this process if it is silent
   * @param remarks takes what the user should know though it is no error
   */
  public GarbageCollector(
      ObjectStore store,
      Duration grace,
      Set<String> forgotten,
      Duration lease,
      Consumer<String> remarks) {
    this.store = store;
    this.grace = grace;
    this.forgotten = Set.copyOf(forgotten);
    this.remarks = remarks;
    this.lease = lease;
    this.inUse = new OutputsInUse(store, grace);
    this.trainings = new TrainingGarbage(store, grace, inUse);
  }

  /** The records that a workspace has, {@code EXPERIMENT/STAGE} each. */
  public static List<String> records(ObjectStore store) throws IOException {
    return StageRecord.all(store).stream().map(StageRecord::name).toList();
  }

  /** Takes garbage. */
  interface Sink {
    void take(UnusedObjects garbage) throws IOException;
  }

  /** Tells all garbage there is, and removes nothing. */
  public void find(Consumer<UnusedObjects> told) throws IOException {
    each(told::accept);
  }

  /** Removes all garbage there is, and tells each as soon as it is gone. */
  public void remove(Consumer<UnusedObjects> told) throws IOException {
    try (LeaseManager leases = LeaseManager.untilExit(store, lease, remarks)) {
      remove(leases, told);
    }
  }

  /** The same with claims of these leases. */
  public void remove(LeaseManager leases, Consumer<UnusedObjects> told) throws IOException {
    OutputRemover remover =
        new OutputRemover(store, new OutputRemover.Unused(grace), inUse, leases);
    TrainingRemover trained =
        new TrainingRemover(store, inUse, trainings, new OutputClaims(store, inUse, leases));
    each(
        garbage -> {
          Optional<UnusedObjects> removed =
              switch (garbage.kind()) {
                case OUTPUT -> remover.remove(garbage.name());
                case CHECKPOINTS -> trained.removeCheckpoints(key(garbage));
                case CURVE -> trained.removeCurve(key(garbage));
                case LEASE -> removeClaims(garbage, leases);
                case RECORD, LOSER, UPLOAD, PROBE -> removeObject(garbage);
              };
          removed.ifPresent(told);
        });
  }

  private static String key(UnusedObjects ofTraining) {
    return ofTraining.name().substring(ofTraining.name().indexOf('/') + 1);
  }

  /**
   * Removes dead claims to an output, unless one was renewed or followed since. Meanwhile a claim
   * of this process stands after them, so that nobody makes one of these names again.
   */
  private Optional<UnusedObjects> removeClaims(UnusedObjects garbage, LeaseManager leases)
      throws IOException {
    Optional<HeldLease> claim = leases.takeOver(garbage.contents());
    claim.ifPresent(HeldLease::close); // With those before it.
    return claim.map(taken -> garbage);
  }

  /** Removes what is no output, unless it was written again since it was found. */
  private Optional<UnusedObjects> removeObject(UnusedObjects garbage) throws IOException {
    if (garbage.upload().isPresent()) {
      garbage.upload().get().remove();
    }
    for (StoredObject object : garbage.contents()) {
      if (!store.stat(object.name()).equals(Optional.of(object))) {
        return Optional.empty();
      }
      store.delete(object.name());
    }
    return Optional.of(garbage);
  }

  /** Of the outputs that nothing reaches, how many were kept for they were written to lately. */
  public long young() {
    return young;
  }

  /** What was kept of trainings that nothing reaches, for it was written to lately. */
  public KeptTrainings youngTrainings() {
    return trainings.young();
  }

  /** What was kept of trainings that nothing reaches, since they were never finished. */
  public KeptTrainings unfinishedTrainings() {
    return trainings.unfinished();
  }

  private void each(Sink sink) throws IOException {
    young = 0;
    Instant now = now(store);
    Instant before = now.minus(grace);
    List<StoredObject> records = forgottenRecords();
    inUse.forget(records);
    for (StoredObject record : records) {
      sink.take(UnusedObjects.of(Kind.RECORD, record));
    }
    // Read before what they reach is listed: what is made meanwhile is too young.
    inUse.read(now, "");
    // Before outputs: one that is removed now was finished.
    trainings.each(now, sink);
    List<Member> members = new ArrayList<>();
    store.forEach(
        OutputFolder.OUTPUTS,
        object -> {
          Optional<Member> member = OutputFolder.member(object);
          if (member.isPresent()) {
            if (!members.isEmpty() && !members.get(0).folder().equals(member.get().folder())) {
              take(members, before, sink);
              members.clear();
            }
            members.add(member.get());
          }
        });
    take(members, before, sink);
    for (List<StoredObject> claims : inUse.deadClaims()) {
      String last = claims.get(claims.size() - 1).name();
      sink.take(new UnusedObjects(Kind.LEASE, last, List.of(claims), Optional.empty()));
    }
    for (UnusedObjects upload : uploads(before)) {
      sink.take(upload);
    }
    for (StoredObject probe : store.list(TemporaryName.FOLDER)) {
      if (TemporaryName.is(probe.name()) && probe.modified().isBefore(before)) {
        sink.take(UnusedObjects.of(Kind.PROBE, probe));
      }
    }
  }

  /** The time by the clock of the store, which dates all objects. */
  static Instant now(ObjectStore store) throws IOException {
    while (true) {
      String name = TemporaryName.of(Use.GC);
      try {
        store.replace(name, "gc\n".getBytes(StandardCharsets.UTF_8));
        Optional<StoredObject> written = store.stat(name);
        if (written.isPresent()) {
          return written.get().modified();
        } // Else this process was suspended, and another collector took it for garbage.
      } finally {
        store.delete(name);
      }
    }
  }

  private List<StoredObject> forgottenRecords() throws IOException {
    if (forgotten.isEmpty()) {
      return List.of();
    }
    return StageRecord.all(store).stream()
        .filter(record -> StageRecord.isOf(record, forgotten))
        .toList();
  }

  /** The garbage in the folder of one output. */
  private void take(List<Member> members, Instant before, Sink sink) throws IOException {
    if (members.isEmpty()) {
      return;
    }
    OutputContents contents = OutputContents.of(store, members);
    if (contents.isTombstone()) {
      return;
    }
    if (contents.isGivenUp()) {
      if (!contents.remains().isEmpty()) {
        sink.take(contents.remainsAsGarbage());
      }
      return;
    }
    String output = members.get(0).output();
    if (!contents.isOurs() || inUse.isAtWork(output)) {
      return;
    }
    if (inUse.isRecorded(output)) {
      for (StoredObject loser : contents.losers(before)) {
        sink.take(UnusedObjects.of(Kind.LOSER, loser));
      }
    } else if (contents.isOlderThan(before)) {
      sink.take(contents.asGarbage());
    } else {
      young++;
    }
  }

  private List<UnusedObjects> uploads(Instant before) throws IOException {
    try {
      return store.unfinished().stream()
          .filter(upload -> upload.begun().isBefore(before) && isUnused(upload.name()))
          .map(
              upload ->
                  new UnusedObjects(Kind.UPLOAD, upload.name(), List.of(), Optional.of(upload)))
          .toList();
    } catch (UnsupportedRequestException | StoreException e) {
      remarks.accept("unfinished uploads are not looked for: " + e.getMessage());
      return List.of();
    }
  }

  /** Whether an object of that name would be one of ours that nobody is about to finish. */
  private boolean isUnused(String name) {
    StoredObject object = new StoredObject(name, 0, "", Instant.EPOCH);
    return TemporaryName.is(name)
        || trainings.isUnusedFile(object)
        || OutputFolder.member(object)
            .filter(m -> m.role() != Role.FOREIGN && !inUse.isAtWork(m.output()))
            .isPresent();
  }
}
