package org.shoestring.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shoestring.store.NoSuchObjectException;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.table.Recipe;
import org.shoestring.tsv.TsvFormat;

/**
 * What a process says that has claimed an output, in the object {@code leases/TYPE-KEY/GENERATION}.
 *
 * @param lifetime after which others believe the process dead if it did not renew the claim
 * @param beat how often it was renewed
 * @param needs the outputs that the work reads, {@code TYPE-KEY} each
 */
record Claim(Holder holder, Duration lifetime, long beat, List<String> needs) {
  /** Where the claims of a workspace lie. */
  static final String FOLDER = "leases/";

  private static final Pattern NAME = Pattern.compile(FOLDER + "([^/]+)/([0-9]{6})");
  private static final String SECONDS = "seconds";
  private static final String BEAT = "beat";
  private static final String NEEDS = "needs";

  /** The name of the object of a claim. */
  static String object(String output, int generation) {
    return FOLDER + output + "/" + String.format(Locale.ROOT, "%06d", generation);
  }

  /** The output, {@code TYPE-KEY}, that the object of a claim is about. */
  static String output(StoredObject claim) {
    return part(claim, 1);
  }

  /** The generation of a claim. */
  static int generation(StoredObject claim) {
    return Integer.parseInt(part(claim, 2));
  }

  private static String part(StoredObject claim, int group) {
    var name = NAME.matcher(claim.name());
    if (!name.matches()) {
      throw new IllegalArgumentException(claim.name() + " is no claim");
    }
    return name.group(group);
  }

  /** All claims of a workspace, those to one output in the order of their generations. */
  static List<StoredObject> all(ObjectStore store) throws IOException {
    return claims(store, FOLDER);
  }

  /** The claims to an output, in the order of their generations. */
  static List<StoredObject> to(ObjectStore store, String output) throws IOException {
    return claims(store, FOLDER + output + "/");
  }

  /** Objects of other names are none of ours: a server may list what it is only now writing. */
  private static List<StoredObject> claims(ObjectStore store, String prefix) throws IOException {
    return store.list(prefix).stream()
        .filter(object -> NAME.matcher(object.name()).matches())
        .sorted(Comparator.comparing(StoredObject::name))
        .toList();
  }

  byte[] content() {
    StringBuilder text = new StringBuilder(Recipe.FORMAT.replace(' ', '\t')).append('\n');
    text.append(TsvFormat.line(holder.line()));
    text.append(TsvFormat.line(SECONDS, Long.toString(lifetime.toSeconds())));
    text.append(TsvFormat.line(BEAT, Long.toString(beat)));
    needs.forEach(need -> text.append(TsvFormat.line(NEEDS, need)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The claim in an object; empty if it was given up just now, or altered by others. */
  static Optional<Claim> read(ObjectStore store, StoredObject object) throws IOException {
    try (InputStream in = store.open(object.name())) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (NoSuchObjectException e) {
      return Optional.empty();
    }
  }

  /** Reads the text of a claim; empty if it is none. */
  static Optional<Claim> parse(String text) {
    List<List<String>> lines = text.lines().map(TsvFormat::fields).toList();
    try {
      return Optional.of(
          new Claim(
              Holder.parse(line(lines, Holder.LINE)),
              Duration.ofSeconds(Long.parseLong(line(lines, SECONDS).get(1))),
              Long.parseLong(line(lines, BEAT).get(1)),
              lines.stream().filter(l -> l.get(0).equals(NEEDS)).map(l -> l.get(1)).toList()));
    } catch (NoSuchElementException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static List<String> line(List<List<String>> lines, String name) {
    return lines.stream().filter(line -> line.get(0).equals(name)).findFirst().orElseThrow();
  }
}
