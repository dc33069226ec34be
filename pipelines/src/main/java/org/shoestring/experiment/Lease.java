package org.shoestring.experiment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.table.Recipe;
import org.shoestring.tsv.TsvFormat;

/**
 * This process's claim to an output in the making, {@code leases/TYPE-KEY/GENERATION}, which it
 * renews until it is closed. It saves others from doing the same work; nothing that is written
 * depends on it.
 *
 * <p>A claim of a dead process is followed by one of the next generation, of which a conditional
 * create lets one process win; only its own process writes a claim again.
 */
final class Lease implements Closeable {
  static final String FOLDER = "leases/";
  static final String NEEDS = "needs";
  static final String SECONDS = "seconds";

  private static final Pattern NAME = Pattern.compile(FOLDER + "[^/]+/[0-9]{6}");

  private final ObjectStore store;
  private final String output;
  private final int generation;
  private final Duration duration;
  private final List<String> needs;
  private long beat;
  private long renewed = System.nanoTime();
  private boolean lapsed;
  private boolean released;

  /**
   * A claim that is not made yet.
   *
   * @param output {@code TYPE-KEY}
   * @param duration after which others believe this process dead if it did not renew the claim
   * @param needs the outputs that the work reads, {@code TYPE-KEY} each
   */
  Lease(ObjectStore store, String output, int generation, Duration duration, List<String> needs) {
    this.store = store;
    this.output = output;
    this.generation = generation;
    this.duration = duration;
    this.needs = List.copyOf(needs);
  }

  /** Whether an object of that name is a claim. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The start of the names of all claims to an output. */
  static String prefix(String output) {
    return FOLDER + output + "/";
  }

  private static String object(String output, int generation) {
    return prefix(output) + String.format("%06d", generation);
  }

  byte[] content() {
    StringBuilder text = new StringBuilder(Recipe.FORMAT.replace(' ', '\t')).append('\n');
    text.append(TsvFormat.line(Holder.self().line()));
    text.append(TsvFormat.line(SECONDS, Long.toString(duration.toSeconds())));
    text.append(TsvFormat.line("beat", Long.toString(beat)));
    needs.forEach(need -> text.append(TsvFormat.line(NEEDS, need)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Makes the claim; false if another process was faster. */
  boolean create() throws IOException {
    return store.create(object(output, generation), content());
  }

  /** Its object's name. */
  String object() {
    return object(output, generation);
  }

  /** Shows the others that this process lives. */
  synchronized void renew() throws IOException {
    if (released) {
      return;
    }
    noteLapse();
    beat++;
    store.replace(object(), content());
    noteLapse();
    renewed = System.nanoTime();
  }

  /** Takes note if others may have believed this process dead. */
  private void noteLapse() {
    lapsed |= System.nanoTime() - renewed >= duration.toNanos();
  }

  /** Gives the claim up, and those of the dead before it. */
  @Override
  public synchronized void close() throws IOException {
    if (released) {
      return;
    }
    released = true;
    noteLapse();
    if (lapsed && isFollowed()) {
      return; // As long as a later claim stands, this one keeps others from starting anew.
    }
    for (int dead = generation; dead >= 0; dead--) {
      store.delete(object(output, dead));
    }
  }

  private boolean isFollowed() throws IOException {
    List<StoredObject> claims = store.list(prefix(output));
    return !claims.isEmpty() && claims.get(claims.size() - 1).name().compareTo(object()) > 0;
  }
}
