package org.shoestring.train.checkpoint.storage;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoint of a training one is. The newest is the last by attempt and sequence, whatever
 * clocks say.
 *
 * @param attempt the folder of the attempt that saved it: its number, and letters that no other
 *     attempt has
 * @param sequence its number in that attempt, counted from 1
 */
public record CheckpointId(String attempt, int sequence) implements Comparable<CheckpointId> {
  private static final Pattern OBJECT =
      Pattern.compile("(" + Attempt.FOLDER.pattern() + ")/([0-9]{6})\\.tsv");
  private static final Comparator<CheckpointId> ORDER =
      Comparator.comparing(CheckpointId::attempt).thenComparing(CheckpointId::sequence);

  /** The name of its manifest, below the place of the training's checkpoints. */
  public String object() {
    return attempt + String.format(Locale.ROOT, "/%06d.tsv", sequence);
  }

  /** The checkpoint whose manifest has this name; null for another object. */
  public static @Nullable CheckpointId ofObject(String name) {
    Matcher matcher = OBJECT.matcher(name);
    return matcher.matches()
        ? new CheckpointId(matcher.group(1), Integer.parseInt(matcher.group(2)))
        : null;
  }

  @Override
  public int compareTo(CheckpointId other) {
    return ORDER.compare(this, other);
  }

  /** {@code ATTEMPT/SEQUENCE}, both as numbers. */
  @Override
  public String toString() {
    return Attempt.number(attempt) + "/" + sequence;
  }
}
