package org.shoestring.table.removal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.CreateIfAbsent;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.ManifestParser;
import org.shoestring.tsv.TsvFormat;

/**
 * How {@code gc} gives up the folder of an output, such that nobody loses what it uses, however
 * long any process is suspended between two of its requests.
 *
 * <p><b>The folder.</b> An output is made in the folder of its first generation, {@code TYPE-KEY}.
 * Once that is given up, it is made in that of the next one, {@code TYPE-KEY.1}, and so on. The
 * object {@code _manifest.tsv} of a folder says which it is. It is absent at first; whoever creates
 * it first decides: a maker's manifest means that the output exists; {@code gc}'s tombstone, that
 * the folder is given up. No program ever deletes it, and a tombstone is never replaced by a
 * manifest that counts. So nothing in a folder that is given up is ever read as part of an output,
 * and {@code gc} deletes only there: no name that it may still delete is ever made again.
 *
 * <p><b>Without a manifest.</b> Maker and {@code gc} create the same object, if absent. If {@code
 * gc} wins, the maker learns it when it commits, and starts again in the next folder. If the maker
 * wins, {@code gc} leaves.
 *
 * <p><b>With a manifest.</b> A user is whoever will rely on the output. It
 *
 * <ol>
 *   <li>writes a root: a record or a claim that names the output, and
 *   <li>then reads the manifest ({@link #hold}). If that bears a mark, it lists {@code _removal/};
 *       each question there without an answer, it answers with {@code kept}, created if absent.
 * </ol>
 *
 * <p>{@code gc} claims the output, finds no root, and
 *
 * <ol>
 *   <li>creates the question {@code _removal/NUMBER-question}, and adds the mark to the manifest;
 *   <li>then reads all roots again;
 *   <li>creates the answer {@code _removal/NUMBER-answer}, if absent: {@code kept} if there was a
 *       root, else {@code removed};
 *   <li>if the answer is {@code removed}, replaces the manifest by the tombstone, and then deletes.
 * </ol>
 *
 * <p><b>Why no output is lost.</b> Say a user holds an output, and some {@code gc} gets the answer
 * {@code removed} to a question. The user's root was written before it read the manifest, and the
 * {@code gc} read all roots after question and mark were there. If the user read the manifest
 * before the mark was there, or listed the questions before this one was there, its root was older
 * than the {@code gc}'s reading of roots, which saw it and did not answer {@code removed}. Else the
 * user saw the question, and either found the answer {@code removed}, so that it does not hold the
 * output, or its own answer was first, so that {@code gc}'s was not. There is one answer to a
 * question, and a number is never used again.
 *
 * <p>A late request of a suspended {@code gc} does no harm: a mark is the same whoever writes it,
 * and where it lands on a tombstone, the answer {@code removed} beside it still counts. Any {@code
 * gc} can go on where another one was killed, from any step: what it finds done holds for it too.
 *
 * <p><b>An answer without a tombstone.</b> Where a copy of a workspace was cut short, or somebody
 * deleted the tombstone, there is no manifest, but an answer {@code removed}. It counts: the folder
 * is given up. So whoever finds no manifest lists {@code _removal/} too; that is one request for
 * each output that is to be made.
 *
 * <p><b>When a person says so.</b> {@code gc WORKSPACE OUTPUT} removes an output though records
 * name it, by the same steps: of the roots, it counts claims alone. Who works on an output or reads
 * it has claimed it, so that nobody loses it at work. Who has only recorded it finds it gone when
 * it next claims a stage that reads it, and makes it again. This is how a damaged output is
 * replaced; to delete its folder would delete the tombstone of a {@code gc} that may be suspended.
 */
public final class Removal {
  private static final String MARK =
      TsvFormat.line("removal", "gc asks in _removal whether this output is used");
  private static final String TOMBSTONE_START = "removed\t";
  private static final byte[] TOMBSTONE =
      bytes(TOMBSTONE_START + "by gc; made again, it lies in the folder of the next number\n");

  /** Manifests are larger, but for the smallest. */
  private static final int LARGEST_TOMBSTONE = 200;

  private final ObjectStore store;
  private final String folder;
  private final RemovalQuestions questions;

  private Removal(ObjectStore store, String folder, Listing listing) {
    this.store = store;
    this.folder = folder;
    this.questions = new RemovalQuestions(store, folder, listing);
  }

  /**
   * Of the output in a folder of a store.
   *
   * @param path of the folder, without a {@code /} at its end; empty for the store itself
   */
  public static Removal of(ObjectStore store, String path) {
    return new Removal(store, path.isEmpty() ? "" : path + "/", store::list);
  }

  /** Of the output in a whole store, for somebody who lists that for other reasons, too. */
  public static Removal of(ObjectStore store, Listing listing) {
    return new Removal(store, "", listing);
  }

  /** Lists the objects of a prefix. */
  public interface Listing {
    List<StoredObject> of(String prefix) throws IOException;
  }

  /** What a folder is. */
  public enum State {
    /** There is no output yet. */
    OPEN,
    /** There is an output. */
    MADE,
    /** It is given up, and what is in it may be deleted. */
    GIVEN_UP
  }

  /**
   * A folder looked at.
   *
   * @param manifest its text, if there is an output
   */
  public record Found(State state, Optional<String> manifest) {}

  /**
   * What the manifest's object holds.
   *
   * @param damage why that is no text, if it is none
   */
  private record Text(
      State state, String manifest, boolean marked, Optional<BadDataException> damage) {}

  /**
   * Looks, for somebody who has no root: what is found may be removed at any time.
   *
   * @throws BadDataException if there is a manifest or an answer that is none
   */
  public Found look() throws IOException {
    return look(false);
  }

  /** Looks, after a root was written: what is found stays as long as the root does. */
  public Found hold() throws IOException {
    return look(true);
  }

  private Found look(boolean hold) throws IOException {
    Text text = text();
    if (isGivenUp(text, hold)) {
      return new Found(State.GIVEN_UP, Optional.empty());
    }
    if (text.damage().isPresent()) {
      throw text.damage().get();
    }
    return new Found(
        text.state(), Optional.of(text.manifest()).filter(t -> text.state() == State.MADE));
  }

  /** What the folder is; a manifest that nobody can read counts as one. */
  public State state() throws IOException {
    Text text = text();
    return isGivenUp(text, false) ? State.GIVEN_UP : text.state();
  }

  private boolean isGivenUp(Text text, boolean hold) throws IOException {
    return switch (text.state()) {
      case GIVEN_UP -> true;
      case OPEN -> questions.isRemoved(hold);
      case MADE -> text.marked() && questions.isRemoved(hold);
    };
  }

  private Text text() throws IOException {
    Optional<FactFile> found;
    try {
      found = FactFile.read(store, folder + Manifest.NAME, ManifestParser.cure(location()));
    } catch (BadDataException e) {
      return new Text(State.MADE, "", false, Optional.of(e));
    }
    if (found.isEmpty()) {
      return new Text(State.OPEN, "", false, Optional.empty());
    }
    String text = found.get().text();
    if (text.startsWith(TOMBSTONE_START)) {
      return new Text(State.GIVEN_UP, "", false, Optional.empty());
    }
    boolean marked = text.endsWith(MARK);
    String manifest = marked ? text.substring(0, text.length() - MARK.length()) : text;
    return new Text(State.MADE, manifest, marked, Optional.empty());
  }

  /**
   * For {@code gc}: gives up a folder that is open.
   *
   * @return whether it is given up: not if an output was made just now
   */
  public boolean giveUp() throws IOException {
    return CreateIfAbsent.create(store, folder + Manifest.NAME, TOMBSTONE)
        || text().state() == State.GIVEN_UP;
  }

  /**
   * For {@code gc}: asks whether an output is used. Roots must be read after this.
   *
   * @return the number of the question; empty if there is no output any more
   */
  public OptionalInt ask() throws IOException {
    Optional<Map.Entry<Integer, Boolean>> last = questions.last();
    int number = last.map(Map.Entry::getKey).orElse(0);
    if (last.isPresent() && last.get().getValue()) {
      if (questions.isRemoved(number)) {
        // Without the mark, somebody made the folder anew by hand, and users do not see the answer.
        return text().marked() ? OptionalInt.of(number) : OptionalInt.empty();
      }
      number++;
    }
    questions.ask(number);
    Text text = text();
    if (text.state() != State.MADE) {
      return OptionalInt.empty();
    }
    if (!text.marked()) {
      // Of what nobody can read, the mark alone is left, which nobody can read either.
      store.replace(folder + Manifest.NAME, bytes(text.manifest() + MARK));
    }
    return OptionalInt.of(number);
  }

  /**
   * Answers a question, unless it has an answer.
   *
   * @return whether the answer that counts is that the output is removed
   */
  public boolean answer(int number, boolean used) throws IOException {
    return questions.answer(number, used);
  }

  /**
   * For {@code gc}: puts the tombstone where the manifest is, after the answer.
   *
   * @return whether the folder is given up: not if somebody made it anew by hand
   */
  public boolean seal() throws IOException {
    Text text = text();
    if (!isGivenUp(text, false)) {
      return false;
    }
    if (text.state() != State.GIVEN_UP) {
      store.replace(folder + Manifest.NAME, TOMBSTONE);
    }
    return true;
  }

  /** Whether an object of this folder is too small for a manifest: it may be the tombstone. */
  public boolean mayBeTombstone(StoredObject object) {
    return object.name().equals(folder + Manifest.NAME) && object.bytes() <= LARGEST_TOMBSTONE;
  }

  private String location() {
    String location = store.location() + "/" + folder;
    return location.substring(0, location.length() - 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
