package org.shoestring.train.checkpoint.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.CreateIfAbsent;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.TsvFormat;

/**
 * One start of a training command. Each takes the next number by a conditional create, and writes
 * below a folder of its own, so that none alters what another one saved. As soon as there is a
 * higher number, this one is over: it saves no more, and only the highest deletes.
 *
 * @param number counted from 1
 * @param folder the number and letters that no other attempt has, even where a store has let two
 *     take the same number
 * @param machine for people
 * @param trains false for one that only ends those before it, so that somebody may delete
 */
public record Attempt(
    CheckpointStorage storage, int number, String folder, String machine, boolean trains) {
  public static final Pattern FOLDER = Pattern.compile("[0-9]{6}-[0-9a-f]{8}");
  static final String RECORDS = "attempts/";

  private static final String ATTEMPT = "attempt";
  private static final String REMOVAL = "removal";
  private static final String CURE = "restore it, or move the checkpoints to another place";

  /**
   * Begins an attempt.
   *
   * @param machine that it runs on, for people
   */
  public static Attempt begin(CheckpointStorage storage, String machine) throws IOException {
    return begin(storage, machine, true);
  }

  /**
   * Begins one that trains nothing: from now on, those before it save no more, also if they were
   * suspended for long, and this one may delete until there is a later one. A training goes on as
   * if it had not been.
   *
   * @param machine that it runs on, for people
   * @param what removes, for people: {@code gc}
   */
  public static Attempt beginRemoval(CheckpointStorage storage, String machine, String what)
      throws IOException {
    return begin(storage, machine + " (" + what + ")", false);
  }

  private static Attempt begin(CheckpointStorage storage, String machine, boolean trains)
      throws IOException {
    while (true) {
      int number = storage.list().highestAttempt() + 1;
      String letters = UUID.randomUUID().toString().substring(0, 8);
      String folder = String.format(Locale.ROOT, "%06d-%s", number, letters);
      Attempt attempt = new Attempt(storage, number, folder, machine, trains);
      if (CreateIfAbsent.create(storage.store(), storage.object(record(number)), attempt.bytes())) {
        return attempt;
      }
    }
  }

  /** The name in the store of its record. */
  public String object() {
    return storage.object(record(number));
  }

  private static String record(int number) {
    return RECORDS + String.format(Locale.ROOT, "%06d", number);
  }

  /** The number of the attempt that has a folder. */
  public static int number(String folder) {
    return Integer.parseInt(folder.substring(0, 6));
  }

  private byte[] bytes() {
    String text =
        Recipe.FORMAT.replace(' ', '\t')
            + "\n"
            + (trains ? "" : TsvFormat.line(REMOVAL))
            + TsvFormat.line(ATTEMPT, folder, machine);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The attempt of a number; empty if there is none.
   *
   * @throws BadDataException if its record is not of its form
   */
  public static Optional<Attempt> read(CheckpointStorage storage, int number) throws IOException {
    Optional<FactFile> file = FactFile.read(storage.store(), storage.object(record(number)), CURE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Attempt[] found = new Attempt[1];
    boolean[] trains = {true};
    file.get()
        .forEach(
            line -> {
              if (line.type().equals(REMOVAL)) {
                trains[0] = false;
              } else if (line.type().equals(ATTEMPT)) {
                found[0] = new Attempt(storage, number, folder(line), line.word(2), trains[0]);
              }
            });
    if (found[0] == null) {
      throw file.get().wrong(1, "a line '" + ATTEMPT + "' is missing");
    }
    return Optional.of(found[0]);
  }

  /** The last attempt at training before this one; empty if there is no record of one. */
  public Optional<Attempt> before() throws IOException {
    return last(storage, number - 1);
  }

  /** The last attempt at training so far; empty if there is no record of one. */
  public static Optional<Attempt> last(CheckpointStorage storage) throws IOException {
    return last(storage, storage.list().highestAttempt());
  }

  private static Optional<Attempt> last(CheckpointStorage storage, int highest) throws IOException {
    int earlier = highest;
    Optional<Attempt> found = read(storage, earlier);
    while (found.isPresent() && !found.get().trains) {
      earlier--;
      found = read(storage, earlier);
    }
    return found;
  }

  private static String folder(FactLine line) {
    String folder = line.with(2).word(1);
    if (!FOLDER.matcher(folder).matches()) {
      throw new IllegalArgumentException("'" + folder + "' is not the folder of an attempt");
    }
    return folder;
  }

  /**
   * Fails if a later attempt has begun.
   *
   * @throws SupersededException if one has
   */
  public void check() throws IOException {
    int highest = storage.list(RECORDS).highestAttempt();
    if (highest == number && storage.store().createsConditionally()) {
      return;
    }
    Optional<Attempt> last = highest == 0 ? Optional.empty() : read(storage, highest);
    if (last.isEmpty() || !last.get().folder.equals(folder)) {
      throw new SupersededException(
          last.map(by -> "attempt " + by.number + " on " + by.machine + " has taken over")
              .orElse("somebody has removed this attempt"));
    }
  }
}
