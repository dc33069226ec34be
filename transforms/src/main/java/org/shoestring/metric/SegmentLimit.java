package org.shoestring.metric;

import java.util.Locale;
import java.util.function.Supplier;
import org.shoestring.bytes.BadDataException;

/**
 * How long a segment may be. Its tokens, its n-grams and their counts are in memory at once, and
 * nobody wants a process to end because of one line.
 */
public final class SegmentLimit {
  /**
   * BLEU and chrF of usual text took 20 to 30 bytes a character. With this many there was room for
   * segments where each second character is a token.
   */
  private static final int BYTES_A_CHARACTER = 100;

  private SegmentLimit() {}

  /**
   * Fails if a segment is too long for the heap of this Java.
   *
   * @param where it comes from, for the message
   * @throws BadDataException if it is
   */
  public static void check(Segment segment, Supplier<String> where) {
    check(segment, where, Runtime.getRuntime().maxMemory());
  }

  static void check(Segment segment, Supplier<String> where, long heap) {
    long characters = segment.hypothesis().length();
    for (String reference : segment.references()) {
      characters += reference.length();
    }
    long most = heap / BYTES_A_CHARACTER;
    if (characters > most) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s: the hypothesis and its references have %,d characters together; with a heap of"
                  + " %d MB, at most %,d can be scored. Drop such lines (the step length), or give"
                  + " Java more memory (-Xmx; on a worker: --memory)",
              where.get(),
              characters,
              heap >> 20,
              most));
    }
  }
}
