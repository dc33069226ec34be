package org.shoestring.experiment.gc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.shoestring.bytes.BadDataException;
import org.shoestring.experiment.RecordedStart;
import org.shoestring.experiment.StageRecord;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseManager;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.train.checkpoint.storage.CheckpointId;

/**
 * The outputs of a workspace that somebody has use for, {@code TYPE-KEY} each: those that records
 * of experiments tell of, and those that are claimed or read by the work on a claimed one. Reading
 * them again costs two listings, and what has changed.
 *
 * <p>Claims are read before records: who gives up a claim has written a record before, so that what
 * is not seen as the one is seen as the other.
 */
final class OutputsInUse {
  private final ObjectStore store;
  private final Set<StoredObject> forgotten = new HashSet<>();
  private final Set<String> forgottenOutputs = new HashSet<>();
  private final Duration grace;
  private final Map<String, Text> texts = new HashMap<>();
  private final Set<String> recorded = new HashSet<>();

  /** These, and former trainings. */
  private final Set<String> named = new HashSet<>();

  private final Set<String> atWork = new HashSet<>();
  private final Map<String, Set<CheckpointId>> starts = new HashMap<>();
  private final List<List<StoredObject>> deadClaims = new ArrayList<>();

  /**
   * Outputs in use that are not read yet.
   *
   * @param grace for which a claim counts though it is not renewed; at least as long as it says
   */
  OutputsInUse(ObjectStore store, Duration grace) {
    this.store = store;
    this.grace = grace;
  }

  private record Text(String version, FactFile file) {}

  /** Lets records not count as they are now; one that is written again does. */
  void forget(List<StoredObject> records) throws IOException {
    forgotten.addAll(records);
    for (StoredObject record : records) {
      forgottenOutputs.addAll(forgottenOutputs(record));
    }
  }

  private List<String> forgottenOutputs(StoredObject record) throws IOException {
    try {
      Optional<FactFile> file = text(record, StageRecord.CURE);
      return file.isEmpty() ? List.of() : StageRecord.parse(record.name(), file.get()).allOutputs();
    } catch (BadDataException e) {
      return List.of(); // To forget it is what a person does about a damaged record.
    }
  }

  /**
   * Reads all claims and records, as they are now by the clock of the store.
   *
   * @param own the object of a claim that does not count; empty for none
   */
  void read(Instant now, String own) throws IOException {
    recorded.clear();
    named.clear();
    atWork.clear();
    starts.clear();
    deadClaims.clear();
    Map<String, List<StoredObject>> claims = new TreeMap<>();
    for (StoredObject claim : LeaseClaim.all(store)) {
      claims.computeIfAbsent(LeaseClaim.output(claim), output -> new ArrayList<>()).add(claim);
    }
    for (Map.Entry<String, List<StoredObject>> claimed : claims.entrySet()) {
      read(claimed.getKey(), claimed.getValue(), now, own);
    }
    for (StoredObject record : StageRecord.all(store)) {
      if (!forgotten.contains(record)) {
        text(record, StageRecord.CURE)
            .ifPresent(file -> use(StageRecord.parse(record.name(), file)));
      }
    }
  }

  private void use(StageRecord record) {
    recorded.addAll(record.outputs());
    named.addAll(record.allOutputs());
    Optional<RecordedStart> start = record.start();
    start
        .flatMap(RecordedStart::id)
        .ifPresent(id -> starts.computeIfAbsent(start.get().key(), key -> new HashSet<>()).add(id));
  }

  /**
   * Every claim counts, also one that was followed: whoever has it may be at work still. Those of
   * the dead before a live one keep others from starting anew.
   */
  private void read(String output, List<StoredObject> claims, Instant now, String own)
      throws IOException {
    boolean alive = false;
    for (StoredObject object : claims) {
      if (object.name().equals(own)) {
        alive = true;
        continue;
      }
      Optional<FactFile> text = text(object, LeaseClaim.CURE);
      Optional<LeaseClaim> claim = text.flatMap(LeaseClaim::parse);
      Duration unsaid = text.isPresent() ? LeaseManager.DURATION : Duration.ZERO; // Empty, or gone.
      if (isAlive(object, claim, claim.map(LeaseClaim::lifetime).orElse(unsaid), now)) {
        alive = true;
        atWork.add(output);
        claim.ifPresent(working -> atWork.addAll(working.needs()));
      }
    }
    if (!alive) {
      deadClaims.add(List.copyOf(claims));
    }
  }

  private boolean isAlive(
      StoredObject object, Optional<LeaseClaim> claim, Duration lifetime, Instant now) {
    if (claim.isPresent() && claim.get().holder().isDead()) {
      return false;
    }
    Duration lasts = lifetime.compareTo(grace) > 0 ? lifetime : grace;
    return !object.modified().plus(lasts).isBefore(now);
  }

  /** The text of a small object, read again only if it has changed; empty if it is gone. */
  private Optional<FactFile> text(StoredObject object, String cure) throws IOException {
    Text known = texts.get(object.name());
    if (known != null && known.version().equals(object.version())) {
      return Optional.of(known.file());
    }
    Optional<FactFile> read = FactFile.read(store, object.name(), cure);
    read.ifPresent(file -> texts.put(object.name(), new Text(object.version(), file)));
    return read;
  }

  /** Whether a record tells of an output. */
  boolean isRecorded(String output) {
    return recorded.contains(output);
  }

  /**
   * Whether all records that tell of an output, also as a former training, are to be forgotten, of
   * which there are some.
   */
  boolean isForgotten(String output) {
    return forgottenOutputs.contains(output) && !named.contains(output);
  }

  /** Which checkpoints of a training others start from, as records tell. */
  Set<CheckpointId> starts(String key) {
    return Set.copyOf(starts.getOrDefault(key, Set.of()));
  }

  /** Whether an output is claimed, or read by the work on one that is. */
  boolean isAtWork(String output) {
    return atWork.contains(output);
  }

  /** The claims to each output that nobody alive has claimed, in order. */
  List<List<StoredObject>> deadClaims() {
    return List.copyOf(deadClaims);
  }
}
