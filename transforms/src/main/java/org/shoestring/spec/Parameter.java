package org.shoestring.spec;

import java.util.List;
import java.util.Optional;

/**
 * One declared parameter of a step or a metric.
 *
 * @param name as users write it, with {@code -} between words
 * @param kind which values are allowed
 * @param fallback the value if none is given; empty for one that must be given
 * @param doc half a sentence for help and errors
 */
public record Parameter(String name, Kind kind, Optional<String> fallback, String doc) {

  /** {@code columns}, which every step has: the columns it looks at, all by default. */
  public static final Parameter COLUMNS =
      columns("columns", "the columns it looks at; all by default");

  /** A whole number in {@code [min, max]}. */
  public static Parameter whole(String name, long min, long max, long fallback, String doc) {
    return new Parameter(name, new Kind.Whole(min, max), Optional.of(Long.toString(fallback)), doc);
  }

  /** A decimal number in {@code [min, max]}. */
  public static Parameter decimal(
      String name, double min, double max, double fallback, String doc) {
    Kind kind = new Kind.Decimal(min, max);
    return new Parameter(name, kind, Optional.of(kind.canonical(Decimals.repr(fallback))), doc);
  }

  /** {@code true} or {@code false}. */
  public static Parameter flag(String name, boolean fallback, String doc) {
    return new Parameter(name, new Kind.Flag(), Optional.of(Boolean.toString(fallback)), doc);
  }

  /** One of these words. */
  public static Parameter choice(String name, List<String> words, String fallback, String doc) {
    return new Parameter(name, new Kind.Choice(words), Optional.of(fallback), doc);
  }

  /** Any text. */
  public static Parameter text(String name, String fallback, String doc) {
    return new Parameter(name, new Kind.Text(), Optional.of(fallback), doc);
  }

  /** Names of columns; none given means all. */
  public static Parameter columns(String name, String doc) {
    return new Parameter(name, new Kind.ColumnNames(), Optional.of(""), doc);
  }

  /**
   * An output of another stage, which must be given. Its stage is run first, and its content is
   * part of the key. Only steps and barriers can have one.
   */
  public static Parameter output(String name, OutputForm form, String doc) {
    return new Parameter(name, new Kind.StageOutput(form), Optional.empty(), doc);
  }

  /** This parameter without a fallback: users must give it. */
  public Parameter required() {
    return new Parameter(name, kind, Optional.empty(), doc);
  }

  /** This parameter with a fallback of its own, which need not be a value that users may give. */
  public Parameter orElse(String other) {
    return new Parameter(name, kind, Optional.of(other), doc);
  }
}
