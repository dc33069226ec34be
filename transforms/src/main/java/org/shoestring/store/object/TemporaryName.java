package org.shoestring.store.object;

import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * The names of objects that are in a store for a moment, to see what it makes of them: {@code
 * _tmp/USE-ID}, or below that. A process that is killed leaves them.
 */
public final class TemporaryName {
  /** Where they lie; so do, in a folder of this machine, the spools of processes. */
  public static final String FOLDER = "_tmp/";

  private TemporaryName() {}

  /** What such an object is for. */
  public enum Use {
    /** To see whether of two creates one is refused. */
    PROBE,
    /** To examine a store. */
    DOCTOR,
    /** To see the clock of the store. */
    GC;

    private String start() {
      return FOLDER + name().toLowerCase(Locale.ROOT) + "-";
    }
  }

  /** A name that nobody else has. */
  public static String of(Use use) {
    return use.start() + UUID.randomUUID();
  }

  /** Whether an object of that name is one of them. */
  public static boolean is(String name) {
    return Arrays.stream(Use.values()).anyMatch(use -> name.startsWith(use.start()));
  }
}
