package org.shoestring.step;

import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Shown;
import org.shoestring.tsv.TsvRow;

/** What a step says of a row: keep it, put another in its place, or reject it for a reason. */
public final class Verdict {
  /** How long a reason or a detail may be: rows of rejects have room for them. */
  static final int MAX_CHARACTERS = 4096;

  private static final Verdict KEEP = new Verdict(null, null, "");

  private final @Nullable TsvRow replacement;
  private final @Nullable String reason;
  private final String detail;

  private Verdict(@Nullable TsvRow replacement, @Nullable String reason, String detail) {
    this.replacement = replacement;
    this.reason = reason;
    this.detail = detail;
  }

  /** The row stays as it is. */
  public static Verdict keep() {
    return KEEP;
  }

  /** This row goes on instead. */
  public static Verdict change(TsvRow replacement) {
    return new Verdict(replacement, null, "");
  }

  /**
   * The row goes to the rejects.
   *
   * @param reason a stable token, as the field names it: {@code length_ratio}
   * @throws IllegalArgumentException as {@link #reject(String, String)} does
   */
  public static Verdict reject(String reason) {
    return reject(reason, "");
  }

  /**
   * The row goes to the rejects, with a detail of this row: the line that it repeats, say.
   *
   * @throws IllegalArgumentException if one of them holds a tab or a line feed, the reason is
   *     empty, or one has more than {@value #MAX_CHARACTERS} characters
   */
  public static Verdict reject(String reason, String detail) {
    check("reason", reason);
    check("detail", detail);
    if (reason.isEmpty()) {
      throw new IllegalArgumentException("the reason of a rejection is empty");
    }
    return new Verdict(null, reason, detail);
  }

  private static void check(String what, String text) {
    if (text.indexOf('\t') >= 0 || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "the " + what + " of a rejection has a tab or a line feed: " + Shown.quoted(text));
    }
    if (text.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " of a rejection has "
              + text.length()
              + " characters, but can have at most "
              + MAX_CHARACTERS);
    }
  }

  /** The row that goes on, given the one that was looked at; null if it is rejected. */
  public @Nullable TsvRow row(TsvRow original) {
    return reason != null ? null : replacement != null ? replacement : original;
  }

  /** The reason of a rejection; null if the row goes on. */
  public @Nullable String reason() {
    return reason;
  }

  public String detail() {
    return detail;
  }
}
