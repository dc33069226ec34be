package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.FileModes;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.SafePath;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.store.object.StoreException;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;

/**
 * Brings the newest checkpoint that can be restored from the storage into a folder. Its files
 * arrive in another folder first, each compared with its hash, so that a trainer never sees a part.
 */
final class CheckpointRestore {
  /** Who deletes a checkpoint has a newer one: each look finds that. */
  private static final int LOOKS = 10;

  private final CheckpointStorage storage;
  private final CurveMeasurements measurements;
  private final Path arriving;
  private final Consumer<String> remarks;

  /**
   * A restore.
   *
   * @param arriving a local folder for files on their way
   */
  CheckpointRestore(
      CheckpointStorage storage,
      CurveMeasurements measurements,
      Path arriving,
      Consumer<String> remarks) {
    this.storage = storage;
    this.measurements = measurements;
    this.arriving = arriving;
    this.remarks = remarks;
  }

  /** A checkpoint cannot be restored: it is damaged, whoever reads it. */
  private static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }

  /**
   * All checkpoints.
   *
   * @param checkpoints those whose manifests can be read, from the oldest to the newest, with what
   *     was measured at them
   * @param faults what is wrong with the others
   */
  record Manifests(List<Checkpoint> checkpoints, SortedMap<CheckpointId, String> faults) {}

  /**
   * What a look for a checkpoint has brought.
   *
   * @param checkpoint it; empty if there is none
   * @param manifests all as they were then
   */
  record Restored(Optional<Checkpoint> checkpoint, Manifests manifests) {}

  /** Reads all manifests. */
  Manifests read() throws IOException {
    List<CheckpointId> listed = storage.list().checkpoints();
    for (int look = 0; look < LOOKS; look++) {
      List<Checkpoint> checkpoints = new ArrayList<>();
      SortedMap<CheckpointId, String> faults = new TreeMap<>();
      boolean vanished = false;
      for (CheckpointId id : listed) {
        try {
          Optional<Checkpoint> there = storage.read(id);
          there.ifPresent(checkpoints::add);
          vanished |= there.isEmpty();
        } catch (BadDataException e) {
          faults.put(id, "checkpoint " + id + ": " + e.getMessage());
        }
      }
      List<CheckpointId> now = vanished ? storage.list().checkpoints() : listed;
      if (now.equals(listed)) { // Also where a list names what is gone for some time.
        return new Manifests(measurements.added(checkpoints), faults);
      }
      listed = now;
    }
    throw vanishing();
  }

  private StoreException vanishing() {
    return new StoreException(
        storage.shown() + ": checkpoints vanish while they are read; run this again", null);
  }

  /**
   * Brings the first checkpoint that is whole into a folder, with others that come along as far as
   * they are whole.
   *
   * @param known the manifests as they were read just now
   * @param choice which to try, and what comes along
   * @throws StoreException if there are some, but none is whole
   */
  Restored into(Path folder, Manifests known, RestoreChoice choice) throws IOException {
    try {
      return look(folder, known, choice);
    } finally {
      FolderWalk.remove(arriving);
    }
  }

  /**
   * Brings one checkpoint into a folder, and no other instead.
   *
   * @return whether it is still there
   * @throws StoreException if it is damaged
   */
  boolean bring(Path folder, Checkpoint checkpoint) throws IOException {
    try {
      move(fetch(checkpoint), folder);
      return true;
    } catch (DamagedException e) {
      if (storage.read(checkpoint.id()).isEmpty()) {
        return false;
      }
      throw new StoreException(
          "checkpoint " + checkpoint.id() + " cannot be restored: " + e.getMessage(), e);
    } finally {
      FolderWalk.remove(arriving);
    }
  }

  private Restored look(Path folder, Manifests known, RestoreChoice choice) throws IOException {
    List<String> told = new ArrayList<>();
    Manifests manifests = known;
    for (int look = 0; look < LOOKS; look++) {
      List<String> faults = new ArrayList<>(manifests.faults().values());
      boolean vanished = false;
      for (Checkpoint checkpoint : choice.order(manifests.checkpoints())) {
        try {
          Map<String, Path> arrived = fetch(checkpoint);
          bringBesides(choice.besides(manifests, checkpoint), folder);
          move(arrived, folder);
          tell(faults, told, "checkpoint " + checkpoint.id() + what(checkpoint) + " instead");
          return new Restored(Optional.of(checkpoint), manifests);
        } catch (DamagedException e) {
          vanished = storage.read(checkpoint.id()).isEmpty();
          if (vanished) {
            break; // An earlier attempt, which did not know of this one, has removed it.
          }
          faults.add("checkpoint " + checkpoint.id() + " cannot be restored: " + e.getMessage());
        }
      }
      if (!vanished) {
        failIfAny(faults, choice);
        return new Restored(Optional.empty(), manifests);
      }
      manifests = read();
    }
    throw vanishing();
  }

  /** One without a step is tried last: it may lack what the trainer needs. */
  private static String what(Checkpoint used) {
    return used.step().isPresent()
        ? " is used"
        : " (" + used.shown() + "), whose name tells no step, is used";
  }

  private void failIfAny(List<String> faults, RestoreChoice choice) throws StoreException {
    if (faults.isEmpty()) {
      return;
    }
    throw new StoreException(
        storage.shown()
            + ": there are checkpoints, but none can be restored: "
            + String.join("; ", faults)
            + ". Repair them, or start from "
            + choice.scratch()
            + " with --from-scratch",
        null);
  }

  private void tell(List<String> faults, List<String> told, String instead) {
    for (String fault : faults) {
      if (!told.contains(fault)) {
        told.add(fault);
        remarks.accept(fault + "; " + instead);
      }
    }
  }

  /** Brings what comes along; the chosen one's files of the same paths replace these. */
  private void bringBesides(List<Checkpoint> besides, Path folder) throws IOException {
    for (Checkpoint other : besides) {
      try {
        move(fetch(other), folder);
      } catch (DamagedException e) {
        remarks.accept(
            "checkpoint " + other.id() + " cannot be restored: " + e.getMessage() + "; left out");
      }
    }
  }

  /** Fetches the files of a checkpoint, and returns where they are by their paths. */
  private Map<String, Path> fetch(Checkpoint checkpoint) throws IOException {
    Path at = arriving.resolve(checkpoint.id().attempt() + "-" + checkpoint.id().sequence());
    FolderWalk.remove(at);
    Map<String, Path> arrived = new LinkedHashMap<>();
    for (StoredFile file :
        ParallelTransfers.each(checkpoint.files(), file -> fetch(checkpoint, file, at))) {
      arrived.put(file.path(), at.resolve(file.path()));
    }
    return arrived;
  }

  private static void move(Map<String, Path> arrived, Path folder) throws IOException {
    // Trainers sort checkpoints by it; of one checkpoint, no file is newer than the last one.
    FileTime now = FileTime.from(Instant.now());
    for (Map.Entry<String, Path> file : arrived.entrySet()) {
      Path to = folder.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.move(file.getValue(), to, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(to, now);
    }
  }

  private StoredFile fetch(Checkpoint checkpoint, StoredFile file, Path at) throws IOException {
    Path to = at.resolve(SafePath.check("the path", file.path()));
    Files.createDirectories(to.getParent());
    Optional<String> fault;
    try (OutputStream out = SpoolOutput.toWork(to)) {
      fault = storage.copy(checkpoint, file, out);
    }
    if (fault.isPresent()) {
      throw new DamagedException(
          storage.store().location()
              + "/"
              + storage.object(checkpoint.object(file))
              + " "
              + fault.get());
    }
    if (file.executable()) {
      FileModes.makeExecutable(to);
    }
    return file;
  }
}
