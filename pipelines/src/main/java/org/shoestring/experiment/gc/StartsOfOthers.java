package org.shoestring.experiment.gc;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.shoestring.bytes.BadDataException;
import org.shoestring.experiment.RecordedStart;
import org.shoestring.experiment.StageRecord;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;

/**
 * The checkpoints of a training that others start from, as the records of a workspace tell. A
 * damaged record may have named any checkpoint that was there when it was written, but none that
 * was saved later.
 */
public final class StartsOfOthers implements CheckpointSettings.Starts {
  private final ObjectStore workspace;
  private final String key;
  private final Consumer<String> remarks;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * Those of the training of a key.
   *
   * @param remarks is told once of each damaged record
   */
  public StartsOfOthers(ObjectStore workspace, String key, Consumer<String> remarks) {
    this.workspace = workspace;
    this.key = key;
    this.remarks = remarks;
  }

  /** What a record tells; empty for a damaged one. */
  private record Told(StoredObject object, Optional<StageRecord> record) {}

  @Override
  public Set<CheckpointId> now() throws IOException {
    List<Told> records = ParallelRequests.each(StageRecord.all(workspace), this::read);
    Set<CheckpointId> starts = new HashSet<>();
    for (Told one : records) {
      one.record()
          .flatMap(StageRecord::start)
          .filter(start -> start.key().equals(key))
          .flatMap(RecordedStart::id)
          .ifPresent(starts::add);
    }
    Optional<Instant> damaged =
        records.stream()
            .filter(one -> one.record().isEmpty())
            .map(one -> one.object().modified())
            .max(Instant::compareTo);
    if (damaged.isPresent()) {
      starts.addAll(savedUntil(damaged.get()));
    }
    return starts;
  }

  private Told read(StoredObject object) throws IOException {
    try {
      return new Told(object, Optional.of(StageRecord.read(workspace, object.name())));
    } catch (BadDataException e) {
      if (told.add(object.name() + " " + object.version())) {
        remarks.accept(
            e.getMessage()
                + "; until then, all checkpoints that are older than this record stay, because a"
                + " training may start from them");
      }
      return new Told(object, Optional.empty());
    }
  }

  private Set<CheckpointId> savedUntil(Instant time) throws IOException {
    Set<CheckpointId> saved = new HashSet<>();
    for (StoredObject object : CheckpointStorage.ofKey(workspace, key).list().objects()) {
      CheckpointId id = CheckpointId.ofObject(object.name());
      if (id != null && !object.modified().isAfter(time)) {
        saved.add(id);
      }
    }
    return saved;
  }
}
