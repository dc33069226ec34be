package org.shoestring.train.checkpoint.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.TsvFormat;

/**
 * What an attempt has written down of itself: what it continued from, and how it ended. One whose
 * machine vanished has not said how it ended.
 *
 * @param restored the checkpoint it continued from, {@code FOLDER/NUMBER.tsv}; empty for none
 * @param start the checkpoint of another training that it started from, for people
 * @param end how it ended
 */
public record AttemptNotes(
    Optional<CheckpointId> restored, Optional<String> start, Optional<End> end) {
  /** The name of the note of what it continued from. */
  static final String RESTORED = "_restored.tsv";

  /** The name of the note of how it ended. */
  static final String ENDED = "_ended.tsv";

  /** The name of the note that some checkpoints stay when the training is over. */
  static final String KEEP = "_keep.tsv";

  private static final String FROM = "from";
  private static final String START = "start";
  private static final String END = "end";
  private static final String CURE = "delete it";

  /** How an attempt ended. */
  public enum End {
    /** The command ended with code 0, by itself. */
    WELL,
    /** The command ended with an error of its own. */
    FAILED,
    /** We ended it, or it was killed, or a store or a disk failed. */
    STOPPED,
    /** There was no command: somebody stored a checkpoint by hand. */
    PUSHED
  }

  /**
   * Notes what it continued from, and what it started from if it continued from nothing.
   *
   * @param start the checkpoint of another training, for people
   */
  public static void writeRestored(
      Attempt attempt, Optional<CheckpointId> restored, Optional<String> start) throws IOException {
    String line = TsvFormat.line(FROM, restored.map(CheckpointId::object).orElse(""));
    write(attempt, RESTORED, line + start.map(from -> TsvFormat.line(START, from)).orElse(""));
  }

  public static void writeEnded(Attempt attempt, End end, String text) throws IOException {
    write(attempt, ENDED, TsvFormat.line(END, end.name().toLowerCase(Locale.ROOT), text));
  }

  /**
   * Notes that some checkpoints stay when the training is over. It is a note of the attempt, and
   * not one of the training, since who deletes that of an old attempt cannot hit a new one.
   */
  public static void writeKeep(Attempt attempt) throws IOException {
    write(attempt, KEEP, "");
  }

  private static void write(Attempt attempt, String name, String line) throws IOException {
    String text = Recipe.FORMAT.replace(' ', '\t') + "\n" + line;
    CheckpointStorage storage = attempt.storage();
    boolean unused =
        storage
            .store()
            .create(
                storage.object(attempt.folder() + "/" + name),
                text.getBytes(StandardCharsets.UTF_8));
  }

  /** The notes of the attempt that has a folder; what is damaged says nothing. */
  public static AttemptNotes read(CheckpointStorage storage, String folder) throws IOException {
    List<FactLine> begin = lines(storage, folder + "/" + RESTORED);
    Optional<CheckpointId> restored =
        first(begin, FROM).map(line -> line.text(1)).map(CheckpointId::ofObject);
    Optional<String> start = first(begin, START).map(line -> line.text(1));
    Optional<End> end =
        first(lines(storage, folder + "/" + ENDED), END)
            .flatMap(
                line ->
                    List.of(End.values()).stream()
                        .filter(one -> one.name().equalsIgnoreCase(line.text(1)))
                        .findFirst());
    return new AttemptNotes(restored, start, end);
  }

  /** The checkpoint that the last attempt continued from which says so; empty if it says none. */
  public static Optional<CheckpointId> lastRestored(
      CheckpointStorage storage, CheckpointStorage.Listing listing) throws IOException {
    Optional<String> last =
        listing.objects().stream()
            .map(StoredObject::name)
            .filter(name -> name.endsWith("/" + RESTORED))
            .max(Comparator.naturalOrder());
    return last.isEmpty()
        ? Optional.empty()
        : read(storage, last.get().substring(0, last.get().indexOf('/'))).restored();
  }

  private static List<FactLine> lines(CheckpointStorage storage, String name) throws IOException {
    Optional<FactFile> file = FactFile.read(storage.store(), storage.object(name), CURE);
    List<FactLine> found = new ArrayList<>();
    try {
      file.ifPresent(text -> text.forEach(found::add));
    } catch (BadDataException e) {
      return List.of();
    }
    return found;
  }

  private static Optional<FactLine> first(List<FactLine> lines, String type) {
    return lines.stream()
        .filter(line -> line.type().equals(type) && line.fields().size() > 1)
        .findFirst();
  }
}
