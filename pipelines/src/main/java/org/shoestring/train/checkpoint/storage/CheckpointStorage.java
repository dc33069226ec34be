package org.shoestring.train.checkpoint.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.InterruptibleCopy;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.local.EmptyFolders;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.StoredFile;

/**
 * Where the checkpoints of one training lie.
 *
 * <pre>
 * attempts/000003                    who began the third attempt; made only if absent
 * 000003-9f2c01d4/000007.tsv         its seventh checkpoint, written after its files
 * 000003-9f2c01d4/_files/HASH/PATH   a file of its checkpoints
 * 000003-9f2c01d4/_restored.tsv      what it continued from
 * 000003-9f2c01d4/_ended.tsv         how it ended
 * 000003-9f2c01d4/_keep.tsv          that some stay when the training is over
 * </pre>
 *
 * @param prefix of all names in the store, empty or with {@code /} at its end
 */
public record CheckpointStorage(ObjectStore store, String prefix) {
  /** Where those of all trainings of a workspace lie, in a folder for each key. */
  public static final String ROOT = "_checkpoints/";

  private static final String FILES = "_files";
  private static final Pattern FILE =
      Pattern.compile(Attempt.FOLDER.pattern() + "/" + FILES + "/[0-9a-f]{16}/.+", Pattern.DOTALL);
  private static final Pattern NOTE = note(AttemptNotes.RESTORED + "|" + AttemptNotes.ENDED);
  private static final Pattern KEEP = note(AttemptNotes.KEEP);
  private static final Pattern RECORD = Pattern.compile(Attempt.RECORDS + "([0-9]{6})");
  private static final Pattern IN_ATTEMPT =
      Pattern.compile("(" + Attempt.FOLDER.pattern() + ")/.*", Pattern.DOTALL);

  private static Pattern note(String names) {
    return Pattern.compile(Attempt.FOLDER.pattern() + "/(?:" + names.replace(".", "\\.") + ")");
  }

  /** Where those of a stage of a workspace lie. */
  public static CheckpointStorage ofKey(ObjectStore workspace, String key) {
    return new CheckpointStorage(workspace, ROOT + key + "/");
  }

  /** What an object is, in the order in which they must go: each tells that those after it are. */
  public enum Role {
    /** A checkpoint's manifest. */
    MANIFEST,
    /** A file of checkpoints. */
    FILE,
    /** That some checkpoints stay when the training is over. */
    KEEP,
    /** What else an attempt has written down of itself. */
    NOTE,
    /** Who began an attempt. */
    ATTEMPT,
    /** Nothing that this program writes. */
    FOREIGN
  }

  /** What an object is, by its name below this place. */
  public static Role role(String rest) {
    if (CheckpointId.ofObject(rest) != null) {
      return Role.MANIFEST;
    }
    if (FILE.matcher(rest).matches()) {
      return Role.FILE;
    }
    if (KEEP.matcher(rest).matches()) {
      return Role.KEEP;
    }
    if (NOTE.matcher(rest).matches()) {
      return Role.NOTE;
    }
    return RECORD.matcher(rest).matches() ? Role.ATTEMPT : Role.FOREIGN;
  }

  /** The name in the store of an object of this place. */
  public String object(String rest) {
    return prefix + rest;
  }

  /** Its place, for people. */
  public String shown() {
    return (store.location() + "/" + prefix).replaceFirst("/$", "");
  }

  /**
   * What lies there.
   *
   * @param highestAttempt the number of the last attempt that left anything; 0 if there was none
   * @param checkpoints those with a manifest, from the first to the newest
   * @param objects all of attempts, by the rest of their names
   */
  public record Listing(
      int highestAttempt, List<CheckpointId> checkpoints, List<StoredObject> objects) {}

  public Listing list() throws IOException {
    return list("");
  }

  /** The same of the objects whose names start so. */
  public Listing list(String start) throws IOException {
    int highest = 0;
    TreeSet<CheckpointId> checkpoints = new TreeSet<>();
    List<StoredObject> objects = new ArrayList<>();
    for (StoredObject object : store.list(object(start))) {
      String name = object.name().substring(prefix.length());
      Matcher record = RECORD.matcher(name);
      Matcher inAttempt = IN_ATTEMPT.matcher(name);
      if (record.matches()) {
        highest = Math.max(highest, Integer.parseInt(record.group(1)));
      } else if (inAttempt.matches()) {
        highest = Math.max(highest, Attempt.number(inAttempt.group(1)));
        objects.add(new StoredObject(name, object.bytes(), object.version(), object.modified()));
        CheckpointId id = CheckpointId.ofObject(name);
        if (id != null) {
          checkpoints.add(id);
        }
      }
    }
    return new Listing(highest, List.copyOf(checkpoints), objects);
  }

  /** Deletes files of checkpoints, with the folders that they leave empty on a disk. */
  public void deleteFiles(List<String> files) throws IOException {
    List<String> names = files.stream().map(this::object).toList();
    store.deleteAll(names);
    EmptyFolders.remove(
        store, names, folder -> folder.endsWith(FILES)); // Its attempt may be about to add more.
  }

  /**
   * Deletes what attempts that are over have left, with the folders that become empty on a disk.
   *
   * @param names of objects of this place, in the store
   */
  public void deleteLeft(List<String> names) throws IOException {
    store.deleteAll(names);
    Optional<Path> own = store.file(object(FILES)).map(Path::getParent);
    EmptyFolders.remove(store, names, folder -> own.isPresent() && own.get().startsWith(folder));
  }

  /**
   * A checkpoint's manifest; empty if it is gone.
   *
   * @throws BadDataException if it is not of its form, or was altered
   */
  public Optional<Checkpoint> read(CheckpointId id) throws IOException {
    return FactFile.read(store, object(id.object()), Checkpoint.CURE)
        .map(file -> Checkpoint.parse(id, file));
  }

  /**
   * Copies a file of a checkpoint, and compares it with its hash.
   *
   * @return what is wrong with it, for people: {@code is missing}; empty if nothing is
   */
  public Optional<String> copy(Checkpoint checkpoint, StoredFile file, OutputStream to)
      throws IOException {
    Sha256 sha256 = new Sha256();
    try (InputStream in = store.open(object(checkpoint.object(file)))) {
      InterruptibleCopy.copy(in, sha256.through(to));
    } catch (NoSuchObjectException e) {
      return Optional.of("is missing");
    }
    return sha256.hex().equals(file.sha256())
        ? Optional.empty()
        : Optional.of("was altered: its bytes do not have the hash that was recorded");
  }
}
