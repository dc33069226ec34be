package org.shoestring.experiment.gc;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shoestring.experiment.gc.UnusedObjects.Kind;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.OutputFolder.Member;
import org.shoestring.table.record.OutputFolder.Role;
import org.shoestring.table.removal.Removal;

/**
 * What lies in the folder of an output, as garbage collection sees it.
 *
 * @param path of the folder in the workspace
 * @param members of the folder, but for those that this program does not write
 */
record OutputContents(ObjectStore store, String path, List<Member> members) {
  OutputContents {
    members = List.copyOf(members);
  }

  /** The contents of a folder; at least one of all its members must be given. */
  static OutputContents of(ObjectStore store, List<Member> members) {
    return new OutputContents(
        store,
        OutputFolder.OUTPUTS + members.get(0).folder(),
        members.stream().filter(member -> member.role() != Role.FOREIGN).toList());
  }

  /** How the folder is given up. */
  Removal removal() {
    return Removal.of(store, path);
  }

  /** Whether anything in it is of this program. */
  boolean isOurs() {
    return !members.isEmpty();
  }

  /** Whether the folder is given up; then nobody relies on what is in it. */
  boolean isGivenUp() throws IOException {
    return (mayBeSealed() || has(Role.REMOVAL)) && removal().state() == Removal.State.GIVEN_UP;
  }

  /** Whether the tombstone alone is left, with what explains it, as far as names and sizes tell. */
  boolean isTombstone() {
    return mayBeSealed() && remains().isEmpty();
  }

  private boolean mayBeSealed() {
    return members.stream().anyMatch(member -> removal().mayBeTombstone(member.object()));
  }

  private boolean has(Role role) {
    return members.stream().anyMatch(member -> member.role() == role);
  }

  /**
   * Whether all of it was written before, but for what a collector writes: its questions and
   * answers, and the manifest, which it marks.
   */
  boolean isOlderThan(Instant before) {
    boolean asked = has(Role.REMOVAL);
    return members.stream()
        .filter(member -> member.role() != Role.REMOVAL)
        .filter(member -> !asked || member.role() != Role.MANIFEST)
        .allMatch(member -> member.object().modified().isBefore(before));
  }

  /** The whole as garbage. */
  UnusedObjects asGarbage() {
    return garbage(members.stream().filter(member -> member.role() != Role.REMOVAL).toList());
  }

  /** What is to be deleted in a folder that is given up, as garbage. */
  UnusedObjects remainsAsGarbage() {
    return garbage(remains());
  }

  /** What is to be deleted in a folder that is given up. */
  List<Member> remains() {
    return members.stream()
        .filter(member -> member.role() == Role.RECORD || member.role() == Role.CONTENT)
        .toList();
  }

  private UnusedObjects garbage(List<Member> some) {
    Map<Role, List<StoredObject>> steps =
        some.stream()
            .collect(
                groupingBy(
                    Member::role,
                    () -> new EnumMap<>(Role.class),
                    mapping(Member::object, toList())));
    return new UnusedObjects(Kind.OUTPUT, path, List.copyOf(steps.values()), Optional.empty());
  }

  /** Old shards and files that the manifest of a finished output does not name. */
  List<StoredObject> losers(Instant before) throws IOException {
    Optional<Member> manifest =
        members.stream().filter(member -> member.role() == Role.MANIFEST).findFirst();
    if (manifest.isEmpty() || !manifest.get().object().modified().isBefore(before)) {
      return List.of(); // It will be gone on with, from what is there.
    }
    Optional<String> text = removal().look().manifest();
    if (text.isEmpty()) {
      return List.of(); // Somebody has given it up, or deleted it.
    }
    Manifest made = Manifest.parse(store.location() + "/" + path, text.get());
    Set<String> named = new HashSet<>();
    made.shards().forEach(shard -> named.add(shard.object()));
    made.files().forEach(file -> named.add(file.object()));
    return members.stream()
        .filter(member -> member.role() == Role.CONTENT && !named.contains(member.rest()))
        .map(Member::object)
        .filter(object -> object.modified().isBefore(before))
        .toList();
  }
}
