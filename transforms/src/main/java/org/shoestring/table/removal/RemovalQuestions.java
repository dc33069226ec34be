package org.shoestring.table.removal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.spec.Shown;
import org.shoestring.store.object.CreateIfAbsent;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.OutputFolder;

/**
 * The questions of {@code gc} whether an output is used, and their answers, in {@code _removal/} of
 * its folder. There is one answer to a question, and a number is never used again; why, {@link
 * Removal} explains.
 */
final class RemovalQuestions {
  private static final Pattern NAME = Pattern.compile("([0-9]{6})-(question|answer)");
  private static final byte[] QUESTION = bytes("is this output used?\n");
  private static final String KEPT = "kept\n";
  private static final String REMOVED = "removed\n";
  private static final String ANSWER_CURE =
      "the answer was altered: write 'removed' into it, and the output will be made again";

  private final ObjectStore store;
  private final String folder;
  private final Removal.Listing listing;

  /**
   * Those of an output.
   *
   * @param folder what the names of its objects begin with
   */
  RemovalQuestions(ObjectStore store, String folder, Removal.Listing listing) {
    this.store = store;
    this.folder = folder;
    this.listing = listing;
  }

  /** Whether one was answered so; those that are open are answered first, to hold the output. */
  boolean isRemoved(boolean hold) throws IOException {
    for (var question : all().entrySet()) {
      boolean answered = question.getValue();
      if (answered || hold) {
        if (answered ? isRemoved(question.getKey()) : answer(question.getKey(), true)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The last question, and whether it was answered. */
  Optional<Map.Entry<Integer, Boolean>> last() throws IOException {
    return Optional.ofNullable(all().lastEntry());
  }

  /** The numbers of all questions, and whether each was answered. */
  private NavigableMap<Integer, Boolean> all() throws IOException {
    NavigableMap<Integer, Boolean> questions = new TreeMap<>();
    String prefix = folder + OutputFolder.REMOVAL_FOLDER;
    for (StoredObject object : listing.of(prefix)) {
      Matcher name = NAME.matcher(object.name().substring(prefix.length()));
      if (name.matches()) {
        boolean answer = name.group(2).equals("answer");
        questions.merge(Integer.valueOf(name.group(1)), answer, Boolean::logicalOr);
      }
    }
    return questions;
  }

  /** Whether a question that has an answer was answered so. */
  boolean isRemoved(int number) throws IOException {
    String object = object(number, "answer");
    FactFile answer =
        FactFile.read(store, object, ANSWER_CURE)
            .orElseThrow(
                () -> new IOException(store.location() + "/" + object + ": came and went"));
    if (!answer.text().equals(KEPT) && !answer.text().equals(REMOVED)) {
      String line = answer.text().lines().findFirst().orElse("");
      throw answer.wrong(1, Shown.quoted(line) + " is no answer; allowed is 'kept' or 'removed'");
    }
    return answer.text().equals(REMOVED);
  }

  /** Asks, unless that was asked. */
  void ask(int number) throws IOException {
    store.create(object(number, "question"), QUESTION);
  }

  /**
   * Answers a question, unless it has an answer.
   *
   * @return whether the answer that counts is that the output is removed
   */
  boolean answer(int number, boolean used) throws IOException {
    byte[] answer = bytes(used ? KEPT : REMOVED);
    return CreateIfAbsent.create(store, object(number, "answer"), answer)
        ? !used
        : isRemoved(number);
  }

  private String object(int number, String what) {
    return folder
        + OutputFolder.REMOVAL_FOLDER
        + String.format(Locale.ROOT, "%06d", number)
        + "-"
        + what;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
