package org.shoestring.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.store.Agreement;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
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
 *   <li>adds the mark to the manifest, and creates the question {@code _removal/NUMBER-question};
 *   <li>then reads all roots again;
 *   <li>creates the answer {@code _removal/NUMBER-answer}, if absent: {@code kept} if there was a
 *       root, else {@code removed};
 *   <li>if the answer is {@code removed}, replaces the manifest by the tombstone, and then deletes.
 * </ol>
 *
 * <p><b>Why no output is lost.</b> Say a user holds an output, and some {@code gc} gets the answer
 * {@code removed} to a question. The user's root was written before it read the manifest, and the
 * {@code gc} read all roots after the question was there. If the user read the manifest before the
 * mark was there, or listed the questions before this one was there, its root was older than the
 * question: {@code gc} saw it and did not answer {@code removed}. Else the user saw the question,
 * and either found the answer {@code removed}, so that it does not hold the output, or its own
 * answer was first, so that {@code gc}'s was not. There is one answer to a question, and a number
 * is never used again.
 *
 * <p>A late request of a suspended {@code gc} does no harm: a mark is the same whoever writes it,
 * and where it lands on a tombstone, the answer {@code removed} beside it still counts. Any {@code
 * gc} can go on where another one was killed, from any step: what it finds done holds for it too.
 */
public final class Removal {
  /** Where questions and answers lie in an output's folder. */
  static final String FOLDER = "_removal/";

  private static final Pattern NAME = Pattern.compile("([0-9]{6})-(question|answer)");
  private static final String MARK =
      TsvFormat.line("removal", "gc asks in _removal whether this output is used");
  private static final byte[] TOMBSTONE =
      bytes(
          TsvFormat.line("removed", "by gc; made again, it lies in the folder of the next number"));
  private static final byte[] KEPT = bytes("kept\n");
  private static final byte[] REMOVED = bytes("removed\n");

  private final ObjectStore store;
  private final String folder;

  private Removal(ObjectStore store, String folder) {
    this.store = store;
    this.folder = folder;
  }

  /**
   * Of the output in a folder of a store.
   *
   * @param path of the folder, without a {@code /} at its end; empty for the store itself
   */
  public static Removal of(ObjectStore store, String path) {
    return new Removal(store, path.isEmpty() ? "" : path + "/");
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

  /** What the manifest's object holds. */
  private record Text(State state, String manifest, boolean marked) {}

  /** Looks, for somebody who has no root: what is found may be removed at any time. */
  public Found look() throws IOException {
    return look(false);
  }

  /** Looks, after a root was written: what is found stays as long as the root does. */
  Found hold() throws IOException {
    return look(true);
  }

  private Found look(boolean hold) throws IOException {
    Text text = text();
    if (text.state() == State.MADE && text.marked() && isRemoved(hold)) {
      return new Found(State.GIVEN_UP, Optional.empty());
    }
    return new Found(
        text.state(), Optional.of(text.manifest()).filter(t -> text.state() == State.MADE));
  }

  private Text text() throws IOException {
    Optional<String> found = read(Manifest.NAME);
    if (found.isEmpty()) {
      return new Text(State.OPEN, "", false);
    }
    String text = found.get();
    if (text.equals(new String(TOMBSTONE, StandardCharsets.UTF_8))) {
      return new Text(State.GIVEN_UP, "", false);
    }
    boolean marked = text.endsWith(MARK);
    return new Text(
        State.MADE, marked ? text.substring(0, text.length() - MARK.length()) : text, marked);
  }

  /** Whether a question was answered so; those that are open are answered first, to hold it. */
  private boolean isRemoved(boolean hold) throws IOException {
    for (var question : questions().entrySet()) {
      boolean answered = question.getValue();
      if (answered || hold) {
        if (answered ? isRemoved(question.getKey()) : answer(question.getKey(), true)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The numbers of all questions, and whether each was answered. */
  private NavigableMap<Integer, Boolean> questions() throws IOException {
    NavigableMap<Integer, Boolean> questions = new TreeMap<>();
    String prefix = folder + FOLDER;
    for (StoredObject object : store.list(prefix)) {
      Matcher name = NAME.matcher(object.name().substring(prefix.length()));
      if (name.matches()) {
        boolean answer = name.group(2).equals("answer");
        questions.merge(Integer.valueOf(name.group(1)), answer, Boolean::logicalOr);
      }
    }
    return questions;
  }

  private boolean isRemoved(int number) throws IOException {
    String answer =
        read(object(number, "answer"))
            .orElseThrow(
                () -> new IOException(folder + object(number, "answer") + ": came and went"));
    return answer.equals(new String(REMOVED, StandardCharsets.UTF_8));
  }

  /**
   * For {@code gc}: gives up a folder that is open.
   *
   * @return whether it is given up: not if an output was made just now
   */
  public boolean giveUp() throws IOException {
    return Agreement.create(store, folder + Manifest.NAME, TOMBSTONE)
        || text().state() == State.GIVEN_UP;
  }

  /**
   * For {@code gc}: asks whether an output is used. Roots must be read after this.
   *
   * @return the number of the question
   */
  public int ask() throws IOException {
    Text text = text();
    if (text.state() == State.MADE && !text.marked()) {
      store.replace(folder + Manifest.NAME, bytes(text.manifest() + MARK));
    }
    Map.Entry<Integer, Boolean> last = questions().lastEntry();
    int number = last == null ? 0 : last.getKey();
    if (last != null && last.getValue()) {
      if (isRemoved(number)) {
        return number;
      }
      number++;
    }
    store.create(folder + object(number, "question"), bytes("is this output used?\n"));
    return number;
  }

  /**
   * Answers a question, unless it has an answer.
   *
   * @return whether the answer that counts is that the output is removed
   */
  public boolean answer(int number, boolean used) throws IOException {
    byte[] answer = used ? KEPT : REMOVED;
    return Agreement.create(store, folder + object(number, "answer"), answer)
        ? !used
        : isRemoved(number);
  }

  /** For {@code gc}: puts the tombstone where the manifest is, after the answer. */
  public void seal() throws IOException {
    store.replace(folder + Manifest.NAME, TOMBSTONE);
  }

  /** Whether an object is the tombstone of this folder, by its size: manifests are larger. */
  public boolean isTombstone(StoredObject object) {
    return object.name().equals(folder + Manifest.NAME) && object.bytes() == TOMBSTONE.length;
  }

  private static String object(int number, String what) {
    return FOLDER + String.format(Locale.ROOT, "%06d", number) + "-" + what;
  }

  private Optional<String> read(String object) throws IOException {
    String cure = ManifestParser.cure(store.location() + "/" + folder);
    return FactFile.read(store, folder + object, cure).map(FactFile::text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
