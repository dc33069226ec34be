package org.shoestring.train.checkpoint.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.store.object.ObjectStore;

/**
 * A checkpoint of another training that a training starts from.
 *
 * @param written as the experiment names it
 * @param shown which one it is, for people: {@code KEY/ATTEMPT/SEQUENCE}, or the location of its
 *     manifest
 * @param digest of its files, which is part of the key of the training that starts from it
 * @param found empty if it is gone or damaged, so that a training can only continue from what it
 *     has saved itself
 */
public record StartingPoint(String written, String shown, String digest, Optional<Found> found) {
  /** The key of a stage that names it. */
  public static final String KEY = "start-from";

  private static final Pattern OF_KEY =
      Pattern.compile(Pattern.quote(CheckpointStorage.ROOT) + "([0-9a-f]{32})/");

  /**
   * Where it is.
   *
   * @param storage of its training
   */
  public record Found(CheckpointStorage storage, Checkpoint checkpoint) {}

  /** One that is gone, but whose digest is known. */
  public static StartingPoint gone(String written, String digest) {
    return new StartingPoint(written, written, digest, Optional.empty());
  }

  /** One that is damaged, but whose digest is known. */
  public static StartingPoint damaged(String written, String digest) {
    return new StartingPoint(written, written + " (damaged)", digest, Optional.empty());
  }

  /** The key of its training, if that is one of a workspace. */
  public Optional<String> keyIn(ObjectStore workspace) {
    String root = workspace.location() + "/";
    return found
        .map(at -> at.storage().store().location() + "/" + at.storage().prefix())
        .filter(place -> place.startsWith(root))
        .map(place -> OF_KEY.matcher(place.substring(root.length())))
        .filter(Matcher::matches)
        .map(key -> key.group(1));
  }
}
