package org.shoestring.lease;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.TsvFormat;

/**
 * What a process says that has claimed an output, in the object {@code leases/TYPE-KEY/GENERATION}.
 *
 * @param lifetime after which others believe the process dead if it did not renew the claim
 * @param beat how often it was renewed
 * @param needs the outputs that the work reads, {@code TYPE-KEY} each
 */
public record LeaseClaim(LeaseHolder holder, Duration lifetime, long beat, List<String> needs) {
  /** Where the claims of a workspace lie. */
  static final String FOLDER = "leases/";

  private static final Pattern NAME = Pattern.compile(FOLDER + "([^/]+)/([0-9]{6})");
  private static final String FORMAT = "shoestring";
  private static final String SECONDS = "seconds";
  private static final String BEAT = "beat";
  private static final String NEEDS = "needs";

  /** A year: nobody asks for more, and the sum with a time is one. */
  private static final int LONGEST_SECONDS = 366 * 24 * 3600;

  /** Safety does not depend on claims. */
  public static final String CURE =
      "the claim was altered: delete it, unless a process is at work on that output";

  /** Where the claims to an output lie, and what is asked of who has claimed it. */
  static String folder(String output) {
    return FOLDER + output + "/";
  }

  /** The name of the object of a claim. */
  static String object(String output, int generation) {
    return folder(output) + String.format(Locale.ROOT, "%06d", generation);
  }

  /** The output, {@code TYPE-KEY}, that the object of a claim is about. */
  public static String output(StoredObject claim) {
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
  public static List<StoredObject> all(ObjectStore store) throws IOException {
    return claims(store.list(FOLDER));
  }

  /** The claims to an output, in the order of their generations. */
  static List<StoredObject> to(ObjectStore store, String output) throws IOException {
    return claims(store.list(folder(output)));
  }

  /**
   * The claims among objects. Those of other names are none: a server may list what it is only now
   * writing.
   */
  static List<StoredObject> claims(List<StoredObject> objects) {
    return objects.stream()
        .filter(object -> NAME.matcher(object.name()).matches())
        .sorted(Comparator.comparing(StoredObject::name))
        .toList();
  }

  public byte[] content() {
    StringBuilder text = new StringBuilder(Recipe.FORMAT.replace(' ', '\t')).append('\n');
    text.append(TsvFormat.line(holder.line()));
    text.append(TsvFormat.line(SECONDS, Long.toString(lifetime.toSeconds())));
    text.append(TsvFormat.line(BEAT, Long.toString(beat)));
    needs.forEach(need -> text.append(TsvFormat.line(NEEDS, need)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The claim in an object; empty if it was given up just now.
   *
   * @throws BadDataException if it is not of its form
   */
  static Optional<LeaseClaim> read(ObjectStore store, StoredObject object) throws IOException {
    return FactFile.read(store, object.name(), CURE).flatMap(LeaseClaim::parse);
  }

  /**
   * Reads the text of a claim; empty if there is none.
   *
   * @throws BadDataException if it is not of its form
   */
  public static Optional<LeaseClaim> parse(FactFile file) {
    if (file.text().isEmpty()) {
      return Optional.empty();
    }
    Reader reader = new Reader();
    file.forEach(reader::add);
    return Optional.of(reader.claim(file));
  }

  /** Collects the lines of a claim. */
  private static final class Reader {
    private @Nullable LeaseHolder holder;
    private @Nullable Duration lifetime;
    private long beat;
    private final Set<String> once = new HashSet<>();
    private final List<String> needs = new ArrayList<>();

    void add(FactLine line) {
      if (!line.type().equals(NEEDS) && !once.add(line.type())) {
        throw new IllegalArgumentException(
            "there are two lines " + Shown.quoted(line.type()) + "; allowed is one");
      }
      switch (line.type()) {
        case FORMAT -> line.with(1);
        case LeaseHolder.LINE -> holder = LeaseHolder.parse(line.with(5));
        case SECONDS -> lifetime = Duration.ofSeconds(lifetime(line.with(1)));
        case BEAT -> beat = line.with(1).count(1);
        case NEEDS -> needs.add(line.with(1).word(1));
        default ->
            throw new IllegalArgumentException(
                "a line of unknown type " + Shown.quoted(line.type()));
      }
    }

    private static int lifetime(FactLine line) {
      int seconds = line.number(1);
      if (seconds > LONGEST_SECONDS) {
        throw new IllegalArgumentException(
            "a claim for " + seconds + " seconds; allowed are " + LONGEST_SECONDS);
      }
      return seconds;
    }

    LeaseClaim claim(FactFile file) {
      if (holder == null || lifetime == null || !once.containsAll(List.of(FORMAT, BEAT))) {
        throw new BadDataException(
            file.name()
                + ": a line is missing; it needs one each of '"
                + String.join("', '", FORMAT, LeaseHolder.LINE, SECONDS, BEAT)
                + "'; "
                + file.cure());
      }
      return new LeaseClaim(holder, lifetime, beat, needs);
    }
  }
}
