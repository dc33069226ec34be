package org.shoestring.lease;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.TsvFormat;

/**
 * What somebody asks of the holder of a claim: to save and stop. It lies beside the claim, as
 * {@code leases/TYPE-KEY/stop-HOLDER}, so that the holder finds it when it renews the claim, at no
 * further request, and a later holder is not stopped by it.
 */
final class StopRequest {
  private static final String NAME = "stop-";
  private static final String BY = "by";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

  private StopRequest() {}

  /** The name of its object. */
  static String object(String output, LeaseHolder holder) {
    return LeaseClaim.folder(output) + NAME + holder.id();
  }

  /** Whether an object is one, to whomever. */
  static boolean is(String output, String object) {
    return object.startsWith(LeaseClaim.folder(output) + NAME);
  }

  /**
   * Asks.
   *
   * @throws BadDataException if the claim names a holder that cannot be asked
   */
  static void write(ObjectStore store, String output, LeaseHolder holder, LeaseHolder by)
      throws IOException {
    if (!ID.matcher(holder.id()).matches()) {
      throw new BadDataException(
          store.location()
              + "/"
              + LeaseClaim.folder(output)
              + ": "
              + Shown.quoted(holder.id())
              + " is not the id of a process; "
              + LeaseClaim.CURE);
    }
    String text = Recipe.FORMAT.replace(' ', '\t') + "\n" + TsvFormat.line(BY, by.toString());
    store.replace(object(output, holder), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Who asks, for people. */
  static String by(ObjectStore store, String object) {
    Optional<String> by = Optional.empty();
    try {
      by = FactFile.read(store, object, LeaseClaim.CURE).flatMap(StopRequest::by);
    } catch (IOException | BadDataException e) {
      return "somebody"; // It is one all the same.
    }
    return by.orElse("somebody");
  }

  private static Optional<String> by(FactFile file) {
    String[] found = new String[1];
    file.forEach(
        line -> {
          if (line.type().equals(BY)) {
            found[0] = name(line);
          }
        });
    return Optional.ofNullable(found[0]);
  }

  private static String name(FactLine line) {
    return line.with(1).text(1);
  }
}
