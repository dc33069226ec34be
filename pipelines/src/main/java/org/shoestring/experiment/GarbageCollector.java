package org.shoestring.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.shoestring.experiment.Garbage.Kind;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.table.Manifest;
import org.shoestring.table.OutputFolder;
import org.shoestring.table.OutputFolder.Member;
import org.shoestring.table.OutputFolder.Role;
import org.shoestring.table.Table;

/**
 * Finds what a workspace holds that nobody has use for, and that has not been written to for a
 * while by the clock of the store. Only what this program writes is ever garbage, told by its name.
 */
public final class GarbageCollector {
  private static final String TEMPORARY = "_tmp/";

  /** What checks of a store write; spools of local folders are their process's business. */
  private static final Pattern PROBE = Pattern.compile("_tmp/(?:probe|doctor|gc)-.+");

  private final ObjectStore store;
  private final Duration grace;
  private final Set<String> forgotten;

  /**
   * A collector for a workspace.
   *
   * @param grace what was written since is kept: somebody may be about to use it
   * @param forgotten experiments, or {@code EXPERIMENT/STAGE}, whose records are garbage too
   */
  public GarbageCollector(ObjectStore store, Duration grace, Set<String> forgotten) {
    this.store = store;
    this.grace = grace;
    this.forgotten = Set.copyOf(forgotten);
  }

  /** The records that a workspace has, {@code EXPERIMENT/STAGE} each. */
  public static List<String> records(ObjectStore store) throws IOException {
    return store.list(StageRecord.FOLDER).stream().map(o -> Roots.recordName(o.name())).toList();
  }

  /** All garbage there is, what must go first before the rest. */
  public List<Garbage> find() throws IOException {
    Instant before = now().minus(grace);
    List<Garbage> garbage = new ArrayList<>(records());
    // Read before what they reach is listed: what is made meanwhile is too young.
    Roots roots = roots(before);
    Map<String, List<Member>> outputs = new TreeMap<>();
    for (StoredObject object : store.list(OutputFolder.OUTPUTS)) {
      OutputFolder.member(object)
          .ifPresent(
              member ->
                  outputs.computeIfAbsent(member.output(), name -> new ArrayList<>()).add(member));
    }
    for (Map.Entry<String, List<Member>> output : outputs.entrySet()) {
      garbage.addAll(of(output.getKey(), output.getValue(), roots, before));
    }
    garbage.addAll(claims(before));
    garbage.addAll(uploads(before));
    garbage.addAll(probes(before));
    return garbage;
  }

  /** What somebody has use for now: to be asked again before an output is removed. */
  Roots roots(Instant before) throws IOException {
    return Roots.read(store, forgotten, before);
  }

  /**
   * Removes garbage that was found, unless somebody has use for it by now.
   *
   * @return what was removed
   */
  public List<Garbage> remove(List<Garbage> garbage) throws IOException {
    Instant before = now().minus(grace);
    Roots roots = roots(before);
    List<Garbage> removed = new ArrayList<>();
    for (Garbage one : garbage) {
      String name = one.name().substring(one.name().lastIndexOf('/') + 1);
      if (one.kind() != Kind.OUTPUT || !roots.reach(name)) {
        one.remove(store);
        removed.add(one);
      }
    }
    return removed;
  }

  /** The time by the clock of the store, which dates all objects. */
  private Instant now() throws IOException {
    String name = TEMPORARY + "gc-" + UUID.randomUUID();
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

  private List<Garbage> records() throws IOException {
    if (forgotten.isEmpty()) {
      return List.of();
    }
    return store.list(StageRecord.FOLDER).stream()
        .filter(record -> Roots.isForgotten(record.name(), forgotten))
        .map(record -> Garbage.of(Kind.RECORD, record))
        .toList();
  }

  private List<Garbage> of(String output, List<Member> members, Roots roots, Instant before)
      throws IOException {
    List<Member> ours = members.stream().filter(m -> m.role() != Role.FOREIGN).toList();
    if (roots.atWork().contains(output) || ours.isEmpty()) {
      return List.of();
    }
    if (roots.recorded().contains(output)) {
      return losers(output, ours, before);
    }
    Instant last =
        ours.stream().map(m -> m.object().modified()).max(Comparator.naturalOrder()).orElseThrow();
    if (last.isAfter(before)) {
      return List.of();
    }
    // Without its manifest an output does not exist, whatever is left of it.
    List<StoredObject> objects =
        ours.stream().sorted(Comparator.comparing(Member::role)).map(Member::object).toList();
    return List.of(
        new Garbage(Kind.OUTPUT, OutputFolder.OUTPUTS + output, objects, Optional.empty()));
  }

  /** Old shards and files that the manifest of a finished output does not name. */
  private List<Garbage> losers(String output, List<Member> members, Instant before)
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
        .map(object -> Garbage.of(Kind.LOSER, object))
        .toList();
  }

  private List<Garbage> claims(Instant before) throws IOException {
    List<StoredObject> claims =
        store.list(Lease.FOLDER).stream().filter(o -> Lease.isName(o.name())).toList();
    return old(Kind.LEASE, claims, before);
  }

  private List<Garbage> probes(Instant before) throws IOException {
    List<StoredObject> probes =
        store.list(TEMPORARY).stream().filter(o -> PROBE.matcher(o.name()).matches()).toList();
    return old(Kind.PROBE, probes, before);
  }

  private List<Garbage> old(Kind kind, List<StoredObject> objects, Instant before) {
    return objects.stream()
        .filter(object -> object.modified().isBefore(before))
        .map(object -> Garbage.of(kind, object))
        .toList();
  }

  private List<Garbage> uploads(Instant before) throws IOException {
    return store.unfinished().stream()
        .filter(upload -> upload.begun().isBefore(before) && isOurs(upload.name()))
        .map(upload -> new Garbage(Kind.UPLOAD, upload.name(), List.of(), Optional.of(upload)))
        .toList();
  }

  /** Whether an object of that name would be one of ours. */
  private static boolean isOurs(String name) {
    StoredObject object = new StoredObject(name, 0, "", Instant.EPOCH);
    return PROBE.matcher(name).matches()
        || OutputFolder.member(object).filter(m -> m.role() != Role.FOREIGN).isPresent();
  }
}
