package org.shoestring.experiment;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.shoestring.experiment.Garbage.Kind;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoreException;
import org.shoestring.store.StoredObject;
import org.shoestring.store.TemporaryName;
import org.shoestring.store.TemporaryName.Use;
import org.shoestring.store.UnsupportedRequestException;
import org.shoestring.table.Manifest;
import org.shoestring.table.OutputFolder;
import org.shoestring.table.OutputFolder.Member;
import org.shoestring.table.OutputFolder.Role;
import org.shoestring.table.Table;

/**
 * Finds what a workspace holds that nobody has use for, and that has not been written to for a
 * while by the clock of the store. Only what this program writes is ever garbage, told by its name.
 * It works output by output, in memory for the objects of one.
 *
 * <p>An output is claimed while it is removed, after another look at who has use for it, so that
 * nobody goes on with what is about to vanish.
 */
public final class GarbageCollector {
  private final ObjectStore store;
  private final Duration grace;
  private final Set<String> forgotten;
  private final Consumer<String> remarks;
  private final Roots roots;
  private long young;

  /**
   * A collector for a workspace.
   *
   * @param grace what was written since is kept: somebody may be about to use it
   * @param forgotten experiments, or {@code EXPERIMENT/STAGE}, whose records are garbage too
   * @param remarks takes what the user should know though it is no error
   */
  public GarbageCollector(
      ObjectStore store, Duration grace, Set<String> forgotten, Consumer<String> remarks) {
    this.store = store;
    this.grace = grace;
    this.forgotten = Set.copyOf(forgotten);
    this.remarks = remarks;
    this.roots = new Roots(store, forgotten, grace);
  }

  /** The records that a workspace has, {@code EXPERIMENT/STAGE} each. */
  public static List<String> records(ObjectStore store) throws IOException {
    return StageRecord.all(store).stream().map(StageRecord::name).toList();
  }

  /** Takes garbage. */
  private interface Sink {
    void take(Garbage garbage) throws IOException;
  }

  /** Tells all garbage there is, and removes nothing. */
  public void find(Consumer<Garbage> told) throws IOException {
    each(told::accept);
  }

  /** Removes all garbage there is, and tells each as soon as it is gone. */
  public void remove(Consumer<Garbage> told) throws IOException {
    each(
        garbage -> {
          if (garbage.kind() == Kind.OUTPUT) {
            removeOutput(garbage, told);
          } else {
            garbage.remove(store);
            told.accept(garbage);
          }
        });
  }

  /** Of the outputs that nothing reaches, how many were kept for they were written to lately. */
  public long young() {
    return young;
  }

  private void each(Sink sink) throws IOException {
    young = 0;
    Instant now = now();
    Instant before = now.minus(grace);
    for (Garbage record : forgottenRecords()) {
      sink.take(record);
    }
    // Read before what they reach is listed: what is made meanwhile is too young.
    roots.read(now);
    List<Member> members = new ArrayList<>();
    store.forEach(
        OutputFolder.OUTPUTS,
        object -> {
          Optional<Member> member = OutputFolder.member(object);
          if (member.isPresent()) {
            if (!members.isEmpty() && !members.get(0).output().equals(member.get().output())) {
              take(members, before, sink);
              members.clear();
            }
            members.add(member.get());
          }
        });
    take(members, before, sink);
    for (StoredObject claim : roots.deadClaims()) {
      sink.take(Garbage.of(Kind.LEASE, claim));
    }
    for (Garbage upload : uploads(before)) {
      sink.take(upload);
    }
    for (StoredObject probe : store.list(TemporaryName.FOLDER)) {
      if (TemporaryName.is(probe.name()) && probe.modified().isBefore(before)) {
        sink.take(Garbage.of(Kind.PROBE, probe));
      }
    }
  }

  /** The time by the clock of the store, which dates all objects. */
  private Instant now() throws IOException {
    String name = TemporaryName.of(Use.GC);
    try {
      store.replace(name, "gc\n".getBytes(StandardCharsets.UTF_8));
      return store
          .stat(name)
          .orElseThrow(() -> new IOException(store.location() + "/" + name + ": vanished"))
          .modified();
    } finally {
      store.delete(name);
    }
  }

  private List<Garbage> forgottenRecords() throws IOException {
    if (forgotten.isEmpty()) {
      return List.of();
    }
    return StageRecord.all(store).stream()
        .filter(record -> StageRecord.isOf(record, forgotten))
        .map(record -> Garbage.of(Kind.RECORD, record))
        .toList();
  }

  /** The garbage in the folder of one output. */
  private void take(List<Member> members, Instant before, Sink sink) throws IOException {
    List<Member> ours = members.stream().filter(m -> m.role() != Role.FOREIGN).toList();
    if (ours.isEmpty() || roots.isAtWork(ours.get(0).output())) {
      return;
    }
    String output = ours.get(0).output();
    if (roots.isRecorded(output)) {
      for (StoredObject loser : losers(output, ours, before)) {
        sink.take(Garbage.of(Kind.LOSER, loser));
      }
    } else if (ours.stream().allMatch(member -> member.object().modified().isBefore(before))) {
      sink.take(garbage(output, ours));
    } else {
      young++;
    }
  }

  private static Garbage garbage(String output, List<Member> members) {
    // Whenever this is interrupted, nothing tells of what is gone.
    Map<Role, List<StoredObject>> steps =
        members.stream()
            .collect(
                groupingBy(
                    Member::role,
                    () -> new EnumMap<>(Role.class),
                    mapping(Member::object, toList())));
    return new Garbage(
        Kind.OUTPUT, OutputFolder.OUTPUTS + output, List.copyOf(steps.values()), Optional.empty());
  }

  /** Old shards and files that the manifest of a finished output does not name. */
  private List<StoredObject> losers(String output, List<Member> members, Instant before)
      throws IOException {
    if (members.stream().noneMatch(member -> member.role() == Role.MANIFEST)) {
      return List.of(); // It will be gone on with, from what is there.
    }
    Manifest manifest = Table.manifestIn(store.location() + "/" + OutputFolder.OUTPUTS + output);
    Set<String> named = new HashSet<>();
    manifest.shards().forEach(shard -> named.add(shard.object()));
    manifest.files().forEach(file -> named.add(file.object()));
    return members.stream()
        .filter(member -> member.role() == Role.CONTENT && !named.contains(member.rest()))
        .map(Member::object)
        .filter(object -> object.modified().isBefore(before))
        .toList();
  }

  /** Removes an output that was found, unless somebody has use for it by now. */
  private void removeOutput(Garbage found, Consumer<Garbage> told) throws IOException {
    String output = found.name().substring(OutputFolder.OUTPUTS.length());
    LeaseWatch watch = new LeaseWatch(store, output, Leases.DURATION, System::nanoTime);
    Optional<Lease> claim = tryTake(watch);
    if (claim.isEmpty()) {
      return;
    }
    try (Lease lease = claim.get()) {
      Instant now = now();
      roots.read(now);
      List<Member> members = new ArrayList<>();
      for (StoredObject object : store.list(found.name() + "/")) {
        OutputFolder.member(object).filter(m -> m.role() != Role.FOREIGN).ifPresent(members::add);
      }
      boolean old =
          members.stream().allMatch(m -> m.object().modified().isBefore(now.minus(grace)));
      if (old && !members.isEmpty() && !roots.isRecorded(output)) {
        Garbage garbage = garbage(output, members);
        garbage.remove(store);
        told.accept(garbage);
      }
    }
  }

  private static Optional<Lease> tryTake(LeaseWatch watch) throws IOException {
    try {
      return watch.isHeld() ? Optional.empty() : watch.tryTake(List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private List<Garbage> uploads(Instant before) throws IOException {
    try {
      return store.unfinished().stream()
          .filter(upload -> upload.begun().isBefore(before) && isOurs(upload.name()))
          .map(upload -> new Garbage(Kind.UPLOAD, upload.name(), List.of(), Optional.of(upload)))
          .toList();
    } catch (UnsupportedRequestException | StoreException e) {
      remarks.accept("unfinished uploads are not looked for: " + e.getMessage());
      return List.of();
    }
  }

  /** Whether an object of that name would be one of ours. */
  private static boolean isOurs(String name) {
    StoredObject object = new StoredObject(name, 0, "", Instant.EPOCH);
    return TemporaryName.is(name)
        || OutputFolder.member(object).filter(m -> m.role() != Role.FOREIGN).isPresent();
  }
}
