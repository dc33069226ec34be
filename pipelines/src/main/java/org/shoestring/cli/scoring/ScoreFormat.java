package org.shoestring.cli.scoring;

import java.util.Locale;

/** The forms in which scores are printed. */
enum ScoreFormat {
  TEXT,
  TSV,
  JSON,
  MARKDOWN,
  LATEX;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
