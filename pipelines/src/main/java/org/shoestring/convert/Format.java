package org.shoestring.convert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.shoestring.tsv.foreign.Compression;

/** A form of data that is no table. */
public enum Format {
  /** A JSON object a line, or all in one array. */
  JSONL("jsonl|ndjson|json"),
  /** RFC 4180. */
  CSV("csv"),
  /** Fields parted by tabs, without quoting. */
  TSV("tsv|tab"),
  /** A column, a line a row. */
  TEXT("txt"),
  /** Several texts side by side, a column each. */
  PARALLEL("");

  private final String endings;

  Format(String endings) {
    this.endings = endings;
  }

  /** The format that a file's name tells by its ending, before one of a compression. */
  public static Optional<Format> ofFile(String name) {
    String plain = Compression.plainName(name);
    String ending = plain.substring(Math.max(0, plain.lastIndexOf('.')));
    return Arrays.stream(values())
        .filter(format -> !format.endings.isEmpty())
        .filter(format -> ending.matches("\\.(" + format.endings + ")"))
        .findFirst();
  }

  /** As users name it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
