package org.shoestring.experiment.gc;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.TrainingState;
import org.shoestring.train.checkpoint.CurveMeasurements;
import org.shoestring.train.checkpoint.RestoreOrder;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.CheckpointStorage.Role;
import org.shoestring.train.curve.CurveReader;

/**
 * What lies in the folder of a training's checkpoints, as garbage collection sees it. What this
 * program does not write is left out.
 */
final class TrainingContents {
  private final KeyFolder folder;
  private final CheckpointStorage storage;
  private final CurveReader curve;
  private final Map<Role, List<StoredObject>> objects = new EnumMap<>(Role.class);

  TrainingContents(ObjectStore store, KeyFolder folder) {
    this.folder = folder;
    this.storage = CheckpointStorage.ofKey(store, folder.key());
    this.curve = CurveReader.of(TrainingState.curve(store, folder.key()));
    for (Role role : Role.values()) {
      objects.put(role, new ArrayList<>());
    }
    for (StoredObject object : folder.objects()) {
      all(CheckpointStorage.role(folder.rest(object))).add(object);
    }
    objects.remove(Role.FOREIGN);
  }

  private List<StoredObject> all(Role role) {
    return Objects.requireNonNull(objects.get(role));
  }

  /** The folder's path in the workspace. */
  String path() {
    return folder.path();
  }

  /** The key of the training. */
  String key() {
    return folder.key();
  }

  /**
   * Whether nothing is left but the record of one attempt. That stays for ever: numbers of attempts
   * only rise, so that no name of an object which a suspended collector may still delete is ever
   * made again.
   */
  boolean isTombstone() {
    return all(Role.ATTEMPT).size() <= 1 && inAttempts().isEmpty();
  }

  /** Whether there is anything that a training could continue from. */
  boolean hasCheckpoints() {
    return !all(Role.MANIFEST).isEmpty();
  }

  /** Whether the experiment wants some to stay when the training is over. */
  boolean isToBeKept() {
    return !all(Role.KEEP).isEmpty();
  }

  /**
   * Whether all of it was written before. Records of attempts do not count: a collector makes some,
   * and every other attempt writes more.
   */
  boolean isOlderThan(Instant before) {
    List<StoredObject> counted = inAttempts().isEmpty() ? all(Role.ATTEMPT) : inAttempts();
    return counted.stream().allMatch(object -> object.modified().isBefore(before));
  }

  private List<StoredObject> inAttempts() {
    List<StoredObject> found = new ArrayList<>();
    objects.forEach(
        (role, some) -> {
          if (role != Role.ATTEMPT) {
            found.addAll(some);
          }
        });
    return found;
  }

  /** All of it, in the steps in which it is to go. */
  List<List<StoredObject>> steps() {
    return List.copyOf(objects.values());
  }

  /** The bytes of all of it. */
  long bytes() {
    return objects.values().stream().flatMap(List::stream).mapToLong(StoredObject::bytes).sum();
  }

  /** What the manifests say. */
  private record Manifests(List<Checkpoint> checkpoints, Set<String> unreadable) {
    /** The same with what was measured after they were written. */
    Manifests measured(CurveMeasurements measurements) throws IOException {
      return new Manifests(measurements.added(checkpoints), unreadable);
    }
  }

  private Manifests manifests() throws IOException {
    TreeSet<CheckpointId> ids = new TreeSet<>();
    for (StoredObject manifest : all(Role.MANIFEST)) {
      ids.add(Objects.requireNonNull(CheckpointId.ofObject(folder.rest(manifest))));
    }
    List<Checkpoint> checkpoints = new ArrayList<>();
    Set<String> unreadable = new HashSet<>();
    for (CheckpointId id : ids) {
      try {
        storage.read(id).ifPresent(checkpoints::add);
      } catch (BadDataException e) {
        unreadable.add(id.attempt()); // Somebody may mend it, so that its files stay.
      }
    }
    return new Manifests(checkpoints, unreadable);
  }

  /**
   * Files that no manifest names, nor ever will: of attempts that ended before they could write
   * one, for there is a later attempt.
   */
  List<List<StoredObject>> losers(Instant before) throws IOException {
    int highest = highestAttempt();
    List<StoredObject> old =
        all(Role.FILE).stream()
            .filter(file -> Attempt.number(attempt(file)) < highest)
            .filter(file -> file.modified().isBefore(before))
            .toList();
    if (old.isEmpty()) {
      return List.of();
    }
    Manifests manifests = manifests();
    Set<String> named = named(manifests.checkpoints());
    return List.of(
        old.stream()
            .filter(file -> !named.contains(file.name()))
            .filter(file -> !manifests.unreadable().contains(attempt(file)))
            .toList());
  }

  /**
   * All checkpoints that the next attempt would not continue from, with the files that no other one
   * names; none if there is none that it can continue from, or the learning curve is damaged, which
   * tells which ones are poisoned.
   *
   * @param starts which stay, too
   */
  List<List<StoredObject>> older(Set<CheckpointId> starts) throws IOException {
    List<String> damages = new ArrayList<>();
    Manifests manifests = manifests().measured(new CurveMeasurements(curve, damages::add));
    if (!damages.isEmpty()) {
      return List.of();
    }
    Map<String, Long> sizes = new HashMap<>();
    all(Role.FILE).forEach(file -> sizes.put(file.name(), file.bytes()));
    Optional<Checkpoint> newest =
        RestoreOrder.newest(
            manifests.checkpoints(),
            one -> one.fault(name -> sizes.get(path() + "/" + name)).isEmpty());
    if (newest.isEmpty()) {
      return List.of();
    }
    List<Checkpoint> kept = new ArrayList<>(RestoreOrder.others(manifests.checkpoints()));
    kept.add(newest.get());
    kept.addAll(named(manifests, starts));
    return unused(manifests, kept);
  }

  /** All of it but some checkpoints, if they are there, in the steps in which it is to go. */
  List<List<StoredObject>> allBut(Set<CheckpointId> starts) throws IOException {
    Manifests manifests = starts.isEmpty() ? new Manifests(List.of(), Set.of()) : manifests();
    List<Checkpoint> kept = named(manifests, starts);
    return kept.isEmpty() ? steps() : unused(manifests, kept);
  }

  private static List<Checkpoint> named(Manifests manifests, Set<CheckpointId> ids) {
    return manifests.checkpoints().stream().filter(one -> ids.contains(one.id())).toList();
  }

  private List<List<StoredObject>> unused(Manifests manifests, List<Checkpoint> kept) {
    Set<String> unused = new HashSet<>();
    manifests.checkpoints().stream()
        .filter(checkpoint -> !kept.contains(checkpoint))
        .forEach(checkpoint -> unused.add(path() + "/" + checkpoint.id().object()));
    Set<String> named = named(kept);
    return List.of(
        all(Role.MANIFEST).stream().filter(one -> unused.contains(one.name())).toList(),
        all(Role.FILE).stream()
            .filter(file -> !named.contains(file.name()))
            .filter(file -> !manifests.unreadable().contains(attempt(file)))
            .toList());
  }

  private Set<String> named(List<Checkpoint> checkpoints) {
    Set<String> named = new HashSet<>();
    for (Checkpoint checkpoint : checkpoints) {
      checkpoint.files().forEach(file -> named.add(path() + "/" + checkpoint.object(file)));
    }
    return named;
  }

  /** The folder of the attempt that an object lies in. */
  private String attempt(StoredObject object) {
    String rest = folder.rest(object);
    return rest.substring(0, rest.indexOf('/'));
  }

  private int highestAttempt() {
    int recorded =
        all(Role.ATTEMPT).stream()
            .map(record -> record.name().substring(record.name().lastIndexOf('/') + 1))
            .map(Integer::valueOf)
            .max(Comparator.naturalOrder())
            .orElse(0);
    return inAttempts().stream()
        .map(object -> Attempt.number(attempt(object)))
        .max(Comparator.naturalOrder())
        .filter(number -> number > recorded)
        .orElse(recorded);
  }
}
