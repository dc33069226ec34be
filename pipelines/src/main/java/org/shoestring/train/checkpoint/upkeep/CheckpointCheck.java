package org.shoestring.train.checkpoint.upkeep;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;

/**
 * Whether a file of a checkpoint, or its manifest, is what it was when it was saved.
 *
 * @param what the file's path in the trainer's folder, or {@code manifest}
 * @param fault what is wrong, for people; empty if nothing is
 */
public record CheckpointCheck(CheckpointId id, String what, Optional<String> fault) {
  private static final String MANIFEST = "manifest";

  /**
   * Reads all checkpoints of a training; what several have in common is read once.
   *
   * @param told is told of each check, in order, as soon as all of its checkpoint are done
   */
  public static void all(CheckpointStorage storage, Consumer<CheckpointCheck> told)
      throws IOException {
    Map<String, Optional<String>> known = new HashMap<>();
    for (StoredCheckpoint stored : CheckpointList.manifests(storage, storage.list())) {
      if (stored.manifest().isEmpty()) {
        told.accept(new CheckpointCheck(stored.id(), MANIFEST, stored.fault()));
      } else {
        check(storage, stored.manifest().get(), known).forEach(told);
      }
    }
  }

  private static List<CheckpointCheck> check(
      CheckpointStorage storage, Checkpoint checkpoint, Map<String, Optional<String>> known)
      throws IOException {
    List<StoredFile> unknown =
        checkpoint.files().stream()
            .filter(file -> !known.containsKey(checkpoint.object(file)))
            .toList();
    List<Optional<String>> faults =
        ParallelTransfers.each(
            unknown, file -> storage.copy(checkpoint, file, OutputStream.nullOutputStream()));
    boolean isWrong = faults.stream().anyMatch(Optional::isPresent);
    if (isWrong && storage.read(checkpoint.id()).isEmpty()) {
      return List.of(); // A training at work has removed it meanwhile.
    }
    for (int i = 0; i < unknown.size(); i++) {
      known.put(checkpoint.object(unknown.get(i)), faults.get(i));
    }
    List<CheckpointCheck> checks = new ArrayList<>();
    for (StoredFile file : checkpoint.files()) {
      Optional<String> fault = known.getOrDefault(checkpoint.object(file), Optional.empty());
      checks.add(new CheckpointCheck(checkpoint.id(), file.path(), fault));
    }
    return checks;
  }
}
